// The direct convolution.
#pragma once

#include "core/kernels/convolution.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace direct {

constexpr std::size_t kFew = 5;

void conv2d(const ConvShape& s, const Scalar* x, const Scalar* weight, const Scalar* bias, Scalar* y);
void conv2d_few(const ConvShape& s, const Scalar* x, const Scalar* weight, const Scalar* bias, Scalar* y);
void conv2d_input(const ConvShape& s, const Scalar* dy, const Scalar* weight, Scalar* dx);
void conv2d_input_few(const ConvShape& s, const Scalar* dy, const Scalar* weight, Scalar* dx);
void conv2d_weight(const ConvShape& s, const Scalar* dy, const Scalar* x, Scalar* dw);

}  // namespace direct
}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
