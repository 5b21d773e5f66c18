// Convolution as im2col and a matrix product for each sample and group: the reference that one can read, and
// what is fastest with few channels (convolution.hpp says which shapes go where).
//
// im2col writes each window as a column, so that the sum becomes  y = w cols:
//
//   w (K, C*kh*kw)   cols (C*kh*kw, Ho*Wo)   y (K, Ho*Wo)
#pragma once

#include "core/kernels/convolution.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace im2col {

void conv2d(const ConvShape& s, const Scalar* x, const Scalar* weight, const Scalar* bias, Scalar* y);
void conv2d_input(const ConvShape& s, const Scalar* dy, const Scalar* weight, Scalar* dx);
void conv2d_weight(const ConvShape& s, const Scalar* dy, const Scalar* x, Scalar* dw);

}  // namespace im2col
}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
