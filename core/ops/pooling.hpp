// Pooling over windows of images.
#pragma once

#include "core/ops/convolution.hpp"

namespace gg {
inline namespace GG_SCALAR {

struct Pool2dOptions {
  Size2 stride = 0;   // 0: the kernel's size, so that windows do not overlap
  Size2 padding = 0;  // at most half the kernel
};

// x is (N, C, H, W); y is (N, C, Ho, Wo) with Ho = floor((H + 2 padding - kernel) / stride) + 1.
// max: padding never wins; the gradient goes to the first maximum of each window. avg: padding counts as
// zeros.
Tensor max_pool2d(const Tensor& x, Size2 kernel, const Pool2dOptions& options = {});
Tensor avg_pool2d(const Tensor& x, Size2 kernel, const Pool2dOptions& options = {});

// The mean over all positions: (N, C, *spatial) gives (N, C).
Tensor global_avg_pool(const Tensor& x);

}  // namespace GG_SCALAR
}  // namespace gg
