// Windows that slide over planes: the largest element, or the mean.
#pragma once

#include "core/kernels/convolution.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {

// x is (planes, h.in, w.in), y is (planes, h.out, w.out); dilation is 1.
struct PoolShape {
  std::size_t planes;
  ConvAxis h, w;
};

// chosen = the position in x of the largest element of each window, the first if there are several. NaN wins.
void max_pool2d(const PoolShape& s, const Scalar* x, std::size_t* chosen);

// y = sum over each window / its size. Padding counts, as zeros; what lies beyond it (in ceil mode) does not.
void avg_pool2d(const PoolShape& s, const Scalar* x, Scalar* y);

// The transpose: each dy spread evenly over its window, added up in dx.
void avg_pool2d_backward(const PoolShape& s, const Scalar* dy, Scalar* dx);

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
