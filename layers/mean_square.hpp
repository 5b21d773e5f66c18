// Division by the root of a mean of squares, of which several normalizers are composed, without overflow.
#pragma once

#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {

// A constant for each set to divide x by, so that sums of its squares stay in range: 1, or where the largest
// |x| is near the root of the largest Scalar, that |x|. The axes keep extent 1.
Tensor overflow_scale(const Tensor& x, const Axes& axes);

//   x - mean(x)
//
// over the axes, without the digits that a mean much larger than the deviation would cost.
Tensor centred(const Tensor& x, const Axes& axes);

//   y = numerator / sqrt(mean of x^2 + eps)
//
// with the mean over the axes. Where mean_square is given, it receives mean of x^2, as a constant, with the
// axes at extent 1.
Tensor divide_by_rms(const Tensor& numerator, const Tensor& x, const Axes& axes, const Tensor& eps,
                     Tensor* mean_square = nullptr);

}  // namespace GG_SCALAR
}  // namespace gg
