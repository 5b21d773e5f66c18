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

// What a pixel between pixels is: the nearest one, or a mean of four weighted by distance.
enum class Interpolation { nearest, bilinear };

// (N, C, H, W) to (N, C, size.h, size.w). Output i of h lies, in inputs, at
//
//   floor(i H / h)                  nearest
//   (i + 1 / 2) H / h - 1 / 2       bilinear: pixels are squares
//   i (H - 1) / (h - 1)             bilinear with align_corners: the corners stay where they are
//
// Throws for an empty image or size.
Tensor interpolate(const Tensor& x, Size2 size, Interpolation mode = Interpolation::nearest,
                   bool align_corners = false);

}  // namespace GG_SCALAR
}  // namespace gg
