// Ops that cut tensors and join them. All are differentiable.
#pragma once

#include <limits>

#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {

constexpr long kEnd = std::numeric_limits<long>::max();  // in slice: to the end

// x[..., start:stop:step, ...] along one axis, as in NumPy: negative positions count from the end, positions
// beyond it are cut off. step >= 1.
Tensor slice(const Tensor& x, int axis, long start, long stop = kEnd, long step = 1);

// Joins tensors along an axis; the other extents must agree.
Tensor concat(const Tensors& parts, int axis = 0);

// Joins tensors of one shape along a new axis.
Tensor stack(const Tensors& parts, int axis = 0);

// How much pad() adds to an axis.
struct Margin {
  std::size_t before, after;  // elements before the first, after the last
};

// Surrounds x with a constant; one margin for each axis, in their order.
Tensor pad(const Tensor& x, const std::vector<Margin>& margins, double value = 0);

// Reverses the order along the given axes.
Tensor flip(const Tensor& x, const Axes& axes);

}  // namespace GG_SCALAR
}  // namespace gg
