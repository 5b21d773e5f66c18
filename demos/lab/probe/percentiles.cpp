#include "demos/lab/probe/percentiles.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "demos/lab/probe/sampling.hpp"
#include "demos/lab/train/places.hpp"

namespace gg::lab {
namespace {

constexpr std::size_t kSample = Percentiles::sample;

std::vector<Scalar> finite_sample(const Tensor& x) {
  const std::size_t n = x.numel(), count = std::min(n, kSample), stride = n > kSample ? golden_stride(n) : 1;
  std::vector<Scalar> sample;
  sample.reserve(count);
  for (std::size_t i = 0, at = 0; i < count; ++i) {
    if (std::isfinite(x.data()[at])) sample.push_back(x.data()[at]);
    at += stride;
    if (at >= n) at -= n;
  }
  return sample;
}

std::vector<double> percentiles(const Tensor& x) {
  std::vector<Scalar> sample = finite_sample(x);
  if (sample.empty()) return std::vector<double>(4, std::numeric_limits<double>::quiet_NaN());
  const auto place = [&](double share) {
    return sample.begin() + std::lround(share * static_cast<double>(sample.size() - 1));
  };
  // Each sorts the part that the ones before left for it; the last may move the 80th.
  std::nth_element(sample.begin(), place(0.80), sample.end());
  std::nth_element(sample.begin(), place(0.20), place(0.80));
  std::nth_element(sample.begin(), place(0.01), place(0.20));
  const std::vector<double> lower = {*place(0.01), *place(0.20), *place(0.80)};
  std::nth_element(place(0.80), place(0.99), sample.end());
  return {lower[0], lower[1], lower[2], *place(0.99)};
}

}  // namespace

void Percentiles::prepare(const TrainingStep& step) {
  for (const auto& [name, module] : norm_places(step.net)) {
    look_into(*module, [this, &step, layer = name](const Tensor& x, const Tensor&) {
      record(step, layer, "percentiles", percentiles(x));
    });
  }
}

}  // namespace gg::lab
