#include "core/kernels/normalization_moments.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {

Spread::Spread(double origin_, const NormSums& sums, double share)
    : origin(origin_), away(sums.plain * share), var(sums.other * share - away * away) {}

bool Spread::far_out() const {
  constexpr double kFar = 8;  // squared, in units of the variance: costs three bits at most
  return !(away * away <= kFar * var);
}

namespace {

Moments from_spread(const Spread& spread, double eps) {
  const double mean = spread.origin + spread.away, var = std::max(spread.var, 0.0);
  const auto shift = static_cast<Scalar>(mean);
  const double residual = spread.origin - static_cast<double>(shift) + spread.away;
  const double rstd = var + eps > 0 ? 1 / std::sqrt(var + eps) : 0;  // 0: a constant set, and eps = 0
  return {shift, static_cast<Scalar>(residual), static_cast<Scalar>(rstd), mean, var};
}

template <class Visit>
void for_each_element(const NormSets& s, std::size_t set, const Scalar* x, Visit visit) {
  for (std::size_t i = 0; i < s.segments; ++i) {
    const Scalar* segment = x + set * s.set_stride + i * s.segment_stride;
    for (std::size_t j = 0; j < s.length; ++j) visit(static_cast<double>(segment[j]));
  }
}

bool is_constant(const NormSets& s, std::size_t set, const Scalar* x) {
  const auto first = static_cast<double>(x[set * s.set_stride]);
  bool constant = true;
  for_each_element(s, set, x, [&](double v) { constant = constant && v == first; });
  return constant;
}

// In units of the largest magnitude.
Moments scaled_moments(const NormSets& s, std::size_t set, const Scalar* x, double eps) {
  constexpr double kMost = std::numeric_limits<Scalar>::max();
  double scale = 0, mean = 0, var = 0;
  const double share = 1 / static_cast<double>(s.size());
  const auto each = [&](auto visit) { for_each_element(s, set, x, visit); };
  each([&](double v) { scale = std::max(scale, std::abs(v)); });  // a NaN comes in through the mean
  each([&](double v) { mean += v / scale * share; });
  each([&](double v) { var += (v / scale - mean) * (v / scale - mean) * share; });
  const auto shift = static_cast<Scalar>(mean * scale);
  double rstd = 1 / std::sqrt(var + eps / scale / scale) / scale;
  if (rstd > kMost) rstd = kMost;
  return {shift, static_cast<Scalar>(mean * scale - static_cast<double>(shift)), static_cast<Scalar>(rstd),
          mean * scale, var * scale * scale};
}

}  // namespace

Moments moments_from(const Spread& spread, const NormSets& s, std::size_t set, const Scalar* x, double eps) {
  // Below, a square that fell to 0 or lost digits may matter.
  constexpr double kSmall =
      static_cast<double>(std::numeric_limits<Scalar>::min() / std::numeric_limits<Scalar>::epsilon());
  const bool overflowed = !std::isfinite(spread.var);
  const bool underflowed = spread.var + eps < kSmall && !is_constant(s, set, x);
  return overflowed || underflowed ? scaled_moments(s, set, x, eps) : from_spread(spread, eps);
}

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
