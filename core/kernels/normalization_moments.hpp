// Mean, variance and 1 / sqrt(variance + eps) of a set, from sums of deviations.
#pragma once

#include "core/kernels/normalization.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {

// Sums over a set, of d and d^2 or of g and g * x_hat.
struct NormSums {
  double plain, other;
};

// What the sums of d = x - origin over a set of 1 / share elements say.
struct Spread {
  double origin, away, var;  // the mean is origin + away

  Spread(double origin_, const NormSums& sums, double share);
  // True if the origin lies so far from the mean that the variance lost digits: sum again, from
  // better_origin().
  bool far_out() const;
  Scalar better_origin() const { return static_cast<Scalar>(origin + away); }
};

// From the spread where it tells enough. Where the squares left the range of Scalar, upwards or (with an eps
// of next to nothing) downwards, from the set x itself: slowly, in units of its largest magnitude.
Moments moments_from(const Spread& spread, const NormSets& s, std::size_t set, const Scalar* x, double eps);

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
