// Windows that slide over planes: the largest element, or the mean.
#pragma once

#include <cstdint>

#include "core/kernels/convolution.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {

// x is (planes, h.in, w.in), y is (planes, h.out, w.out); dilation is 1.
struct PoolShape {
  std::size_t planes;
  ConvAxis h, w;
};

// y = max over each window; `chosen` gets the position in x that it came from. NaN wins.
void max_pool2d(const PoolShape& s, const Scalar* x, Scalar* y, std::uint64_t* chosen);

// y = sum over each window / (h.kernel * w.kernel): padding counts as zeros.
void avg_pool2d(const PoolShape& s, const Scalar* x, Scalar* y);

// The transpose: each dy spread evenly over its window, added up in dx.
void avg_pool2d_backward(const PoolShape& s, const Scalar* dy, Scalar* dx);

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
