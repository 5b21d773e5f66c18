// Convolution over images.
#pragma once

#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {

// Height and width; one number stands for both.
struct Size2 {
  Size2(std::size_t both) : h(both), w(both) {}
  Size2(std::size_t h_, std::size_t w_) : h(h_), w(w_) {}
  std::size_t h, w;
};

struct Conv2dOptions {
  Size2 stride = 1;
  Size2 padding = 0;   // zeros added on each side
  Size2 dilation = 1;  // distance between neighbouring kernel elements
  std::size_t groups = 1;
};

// y(n, k, i, j) = bias(k) + sum over c, u, v of weight(k, c, u, v) x(n, c, i stride + u dilation - padding,
// ...)
//
// x is (N, C, H, W), weight is (K, C / groups, kh, kw), bias is (K) or undefined; y is (N, K, Ho, Wo) with
// Ho = floor((H + 2 padding - dilation (kh - 1) - 1) / stride) + 1. With groups, output channels k of group g
// see the input channels of group g only. Throws if the shapes do not fit, or the kernel is larger than the
// padded input.
Tensor conv2d(const Tensor& x, const Tensor& weight, const Tensor& bias = {},
              const Conv2dOptions& options = {});

}  // namespace GG_SCALAR
}  // namespace gg
