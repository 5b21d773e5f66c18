// 2-d convolution (cross-correlation, as everywhere in this field) and its two gradients.
//
//   y(n, k, i, j) = sum over c, u, v of w(k, c, u, v) * x(n, c, i * stride + u * dilation - padding, ...)
#pragma once

#include "core/config.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {

// One spatial axis: input extent, output extent, and how the kernel walks along it.
struct ConvAxis {
  std::size_t in, out, kernel, stride, padding, dilation;
};

// x is (N, C, h.in, w.in), w is (K, C / groups, h.kernel, w.kernel), y is (N, K, h.out, w.out).
struct ConvShape {
  std::size_t N, C, K, groups;
  ConvAxis h, w;
};

void conv2d(const ConvShape& s, const Scalar* x, const Scalar* weight, const Scalar* bias,
            Scalar* y);                                                                     // bias or null
void conv2d_input(const ConvShape& s, const Scalar* dy, const Scalar* weight, Scalar* dx);  // gradient of x
void conv2d_weight(const ConvShape& s, const Scalar* dy, const Scalar* x,
                   Scalar* dw);  // gradient of the weight

// first to last - 1
struct Range {
  std::size_t first, last;
};

// The outputs for which kernel element u falls inside the input.
Range outputs_inside(const ConvAxis& a, std::size_t u);

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
