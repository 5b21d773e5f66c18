#include "layers/mean_square.hpp"

#include <cmath>
#include <limits>

#include "core/ops/elementwise.hpp"
#include "core/ops/reduce.hpp"
#include "core/ops/select.hpp"

namespace gg {
inline namespace GG_SCALAR {

Tensor overflow_scale(const Tensor& x, const Axes& axes) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  // Leaves room for the sum of 10^7 squares.
  const double large = std::sqrt(static_cast<double>(std::numeric_limits<Scalar>::max()) / 1e7);
  const Tensor top = max(abs(x.detach()), axes, true);
  return where(gt(top, large) * lt(top, kInfinity), top, 1);
}

Tensor centred(const Tensor& x, const Axes& axes) {
  const Tensor near_zero = x - mean(x.detach(), axes, true);  // but for what the mean lost by rounding
  return near_zero - mean(near_zero, axes, true);
}

Tensor divide_by_rms(const Tensor& numerator, const Tensor& x, const Axes& axes, const Tensor& eps,
                     Tensor* mean_square) {
  const Tensor scale = overflow_scale(x, axes), small = x / scale;
  const Tensor squares = mean(small * small, axes, true);
  if (mean_square) *mean_square = squares.detach() * scale * scale;
  return numerator / scale * rsqrt(squares + eps / scale / scale);
}

}  // namespace GG_SCALAR
}  // namespace gg
