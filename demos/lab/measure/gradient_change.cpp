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
  return {sum_of_squares(now, n), sum_of_squares(before, n), dot(now, before, n),
          squared_distance(now, before, n)};
}

GradientChange gradient_change(const Tensors& now, const Tensors& before) {
  const double difference = distance(now, before);
  return GradientSums{dot(now, now), dot(before, before), dot(now, before), difference * difference}.change();
}

}  // namespace gg::lab
