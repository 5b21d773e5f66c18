// Changing the resolution of images.
//
// Each of these is linear and separable: y = A x B^T with one matrix for the rows and one for the columns. So
// they are two matrix products, and their gradients follow.
#pragma once

#include "core/ops/convolution.hpp"

namespace gg {
inline namespace GG_SCALAR {

// (N, C, H, W) to (N, C, size.h, size.w): output i averages the inputs floor(i H / h)
// to ceil((i + 1) H / h) - 1.
Tensor adaptive_avg_pool2d(const Tensor& x, Size2 size);

enum class Interpolation { nearest, bilinear };

// (N, C, H, W) to (N, C, size.h, size.w). nearest: output i is input floor(i H / h). bilinear: pixels are
// squares, and output i lies at (i + 1/2) H / h - 1/2, or with align_corners (bilinear only) at i (H - 1) /
// (h - 1), so that the corners stay where they are. Throws for an empty image or size.
Tensor interpolate(const Tensor& x, Size2 size, Interpolation mode = Interpolation::nearest,
                   bool align_corners = false);

}  // namespace GG_SCALAR
}  // namespace gg
