// Pooling over windows of images.
#pragma once

#include "core/ops/convolution.hpp"

namespace gg {
inline namespace GG_SCALAR {

// Where the windows lie.
struct Pool2dOptions {
  Size2 stride = 0;        // 0: the kernel's size, so that windows do not overlap
  Size2 padding = 0;       // at most half the kernel
  bool ceil_mode = false;  // true: a last window may reach beyond the padding, but must begin before it
};

// x is (N, C, H, W); y is (N, C, Ho, Wo) with
//
//   H_o = floor((H + 2 padding - kernel) / stride) + 1      or ceil in place of floor
//
// max: padding never wins; the gradient goes to the first maximum of each
// window. avg: padding counts as zeros, what lies beyond it does not count. Throws if the kernel is
// larger than the padded input.
Tensor max_pool2d(const Tensor& x, Size2 kernel, const Pool2dOptions& options = {});
Tensor avg_pool2d(const Tensor& x, Size2 kernel, const Pool2dOptions& options = {});

// The mean over all positions: (N, C, *spatial) gives (N, C).
Tensor global_avg_pool(const Tensor& x);

}  // namespace GG_SCALAR
}  // namespace gg
