#include "demos/lab/probe/percentiles.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "demos/lab/probe/places.hpp"
#include "demos/lab/probe/sampling.hpp"

namespace gg::lab {
namespace {

constexpr std::size_t kSample = 1024;

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
  std::vector<double> out;
  auto from = sample.begin();  // what is before is not above
  for (double share : {0.01, 0.20, 0.80, 0.99}) {
    if (sample.empty()) {
      out.push_back(std::numeric_limits<double>::quiet_NaN());
      continue;
    }
    const auto rank = sample.begin() + std::lround(share * static_cast<double>(sample.size() - 1));
    std::nth_element(from, rank, sample.end());
    out.push_back(static_cast<double>(*rank));
    from = rank;
  }
  return out;
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
