#include "demos/lab/measure/gradient_change.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "demos/lab/measure/vectors.hpp"

namespace gg::lab {

GradientSums& GradientSums::operator+=(const GradientSums& other) {
  now += other.now;
  before += other.before;
  product += other.product;
  difference += other.difference;
  return *this;
}

GradientChange GradientSums::change() const {
  GradientChange change{std::sqrt(difference), std::numeric_limits<double>::quiet_NaN(),
                        std::numeric_limits<double>::quiet_NaN()};
  if (before > 0) change.relative = std::sqrt(difference / before);
  if (before > 0 && now > 0)
    change.cosine = std::clamp(product / (std::sqrt(now) * std::sqrt(before)), -1.0, 1.0);
  return change;
}

GradientSums gradient_sums(const Scalar* now, const Scalar* before, std::size_t n) {
  double gg = 0, hh = 0, gh = 0, difference = 0;
#pragma omp simd reduction(+ : gg, hh, gh, difference) simdlen(8)
  for (std::size_t i = 0; i < n; ++i) {
    const auto g = static_cast<double>(now[i]), h = static_cast<double>(before[i]);
    gg += g * g;
    hh += h * h;
    gh += g * h;
    difference += (g - h) * (g - h);
  }
  return {gg, hh, gh, difference};
}

GradientChange gradient_change(const Tensors& now, const Tensors& before) {
  const double difference = distance(now, before);
  return GradientSums{dot(now, now), dot(before, before), dot(now, before), difference * difference}.change();
}

}  // namespace gg::lab
