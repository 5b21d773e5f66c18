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
  std::vector<Scalar> sample(count);
  const Scalar* values = x.data();
  std::size_t kept = 0;
  for (std::size_t i = 0, at = 0; i < count; ++i) {
    sample[kept] = values[at];
    kept += std::isfinite(values[at]);
    at += stride;
    at -= at >= n ? n : 0;
  }
  sample.resize(kept);
  return sample;
}

// Those for which `before` is true to the front, in no order; where they end. Without a branch, which nobody
// could foretell: three times as fast as one with.
template <class F>
Scalar* partition(Scalar* first, Scalar* last, F&& before) {
  Scalar* end = first;
  for (; first < last; ++first) {
    const Scalar value = *first;
    *first = *end;
    *end = value;
    end += before(value);
  }
  return end;
}

// std::nth_element.
void select(Scalar* first, Scalar* nth, Scalar* last) {
  while (last - first > 1) {
    const Scalar a = *first, b = first[(last - first) / 2], c = last[-1];
    const Scalar pivot = std::max(std::min(a, b), std::min(std::max(a, b), c));  // the median
    Scalar* const from = partition(first, last, [&](Scalar value) { return value < pivot; });
    if (nth < from) {
      last = from;
      continue;
    }
    first = partition(from, last, [&](Scalar value) { return value == pivot; });
    if (nth < first) return;
  }
}

std::vector<double> percentiles(const Tensor& x) {
  std::vector<Scalar> sample = finite_sample(x);
  if (sample.empty()) return std::vector<double>(4, std::numeric_limits<double>::quiet_NaN());
  const auto place = [&](double share) {
    return sample.data() + std::lround(share * static_cast<double>(sample.size() - 1));
  };
  Scalar *const begin = sample.data(), *const end = begin + sample.size();
  // Each sorts the part that the ones before left for it; the last may move the 80th.
  select(begin, place(0.80), end);
  select(begin, place(0.20), place(0.80));
  select(begin, place(0.01), place(0.20));
  const std::vector<double> lower = {*place(0.01), *place(0.20), *place(0.80)};
  select(place(0.80), place(0.99), end);
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
