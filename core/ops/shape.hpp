// Ops that rearrange, repeat or cut: no arithmetic but the sum that undoes a repetition. All are
// differentiable.
#pragma once

#include <limits>

#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {

constexpr std::size_t kInferred = static_cast<std::size_t>(-1);  // in reshape: "whatever is left"
constexpr long kEnd = std::numeric_limits<long>::max();          // in slice: to the end

// The same elements under another shape of the same size; one extent may be kInferred. Shares x's numbers.
Tensor reshape(const Tensor& x, const Shape& shape);

// Joins the axes from start to end (both included) into one.
Tensor flatten(const Tensor& x, int start = 0, int end = -1);

// y's axis i is x's axis order[i]: permute(x, {1, 0}) transposes a matrix.
Tensor permute(const Tensor& x, const Axes& order);

// x[..., start:stop:step, ...] along one axis, as in NumPy: negative positions count from the end, positions
// beyond it are cut off. step >= 1.
Tensor slice(const Tensor& x, int axis, long start, long stop = kEnd, long step = 1);

// Joins tensors along an axis; the other extents must agree.
Tensor concat(const Tensors& parts, int axis = 0);

// Repeats axes of extent 1 (and adds leading ones) until the shape is reached.
Tensor broadcast_to(const Tensor& x, const Shape& shape);

// The opposite: sums over the axes that broadcasting to x's shape would repeat.
Tensor sum_to(const Tensor& x, const Shape& shape);

// The shape two arrays broadcast to; throws in the name of `op` if they do not.
Shape broadcast_shape(const char* op, const Shape& a, const Shape& b);

}  // namespace GG_SCALAR
}  // namespace gg
