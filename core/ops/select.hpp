// Comparing elements, and choosing between them. Shapes broadcast as in core/ops/elementwise.hpp.
#pragma once

#include <limits>

#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {

// 1 where it holds, 0 where not (also where either side is NaN, but for ne). Not differentiable: constants.
Tensor eq(const Tensor& a, const Tensor& b);
Tensor ne(const Tensor& a, const Tensor& b);
Tensor lt(const Tensor& a, const Tensor& b);
Tensor le(const Tensor& a, const Tensor& b);
Tensor gt(const Tensor& a, const Tensor& b);
Tensor ge(const Tensor& a, const Tensor& b);

// a where condition is not 0, else b. No gradient flows to the condition, nor to what
// was not chosen (be it NaN).
Tensor where(const Tensor& condition, const Tensor& a, const Tensor& b);

// The larger, the smaller of two; NaN if either is. Where they are equal, each gets half of the gradient.
Tensor maximum(const Tensor& a, const Tensor& b);
Tensor minimum(const Tensor& a, const Tensor& b);

// x moved to the nearest end of [low, high]; the gradient passes where low <= x <=
// high. Throws if low > high.
Tensor clamp(const Tensor& x, double low, double high = std::numeric_limits<double>::infinity());

}  // namespace GG_SCALAR
}  // namespace gg
