// Convolution over images.
#pragma once

#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {

// Height and width; one number stands for both.
struct Size2 {
  Size2(std::size_t both) : Size2(both, both) {}
  Size2(std::size_t height, std::size_t width) : h(height), w(width) {
    GG_CHECK(h < kLimit && w < kLimit, "size: expected numbers from 0 to 2^31 - 1, got ", h, " and ", w);
  }
  std::size_t h, w;  // height, width; below 2^31, or an Error is thrown

 private:
  static constexpr std::size_t kLimit = std::size_t{1} << 31;
};

// How the kernel moves over the image.
struct Conv2dOptions {
  Size2 stride = 1;        // distance between neighbouring outputs, in inputs
  Size2 padding = 0;       // zeros added on each side
  Size2 dilation = 1;      // distance between neighbouring kernel elements
  std::size_t groups = 1;  // channels fall into so many groups that do not see each other
};

//   y(n, k, i, j) = bias(k) + sum_(c,u,v) weight(k, c, u, v) x(n, c, a, b)
//   a = i stride + u dilation - padding      b likewise from j and v
//
// x is (N, C, H, W), weight is (K, C / groups, kh, kw), bias is (K) or undefined; y is (N, K, Ho, Wo) with
//
//   H_o = floor((H + 2 padding - dilation (k_h - 1) - 1) / stride) + 1
//
// and Wo likewise. With groups, output channels k
// of group g see the input channels of group g only. Throws if the shapes do not fit, or the kernel is
// larger than the padded input.
Tensor conv2d(const Tensor& x, const Tensor& weight, const Tensor& bias = {},
              const Conv2dOptions& options = {});

// As Conv2dOptions, along one axis.
struct Conv1dOptions {
  std::size_t stride = 1, padding = 0, dilation = 1, groups = 1;  // as in Conv2dOptions
};

// The same along one axis: x is (N, C, L), weight is (K, C / groups, k), y is (N, K, Lo).
Tensor conv1d(const Tensor& x, const Tensor& weight, const Tensor& bias = {},
              const Conv1dOptions& options = {});

// Those of the convolution whose gradient this is, and what its output size leaves open.
struct ConvTranspose2dOptions : Conv2dOptions {
  Size2 output_padding = 0;  // added to the size of the output, on one side; below stride or dilation
};

// The gradient of conv2d with respect to its input, as an op of its own ("deconvolution"): x is (N, C, H, W),
// weight is (C, K / groups, kh, kw), bias is (K) or undefined; y is (N, K, Ho, Wo) with
//
//   H_o = (H - 1) stride - 2 padding + dilation (k_h - 1) + output_padding + 1
Tensor conv_transpose2d(const Tensor& x, const Tensor& weight, const Tensor& bias = {},
                        const ConvTranspose2dOptions& options = {});

}  // namespace GG_SCALAR
}  // namespace gg
