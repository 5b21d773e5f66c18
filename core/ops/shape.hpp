// Ops that rearrange, repeat or cut: no arithmetic but the sum that undoes a
// repetition. All are differentiable.
#pragma once

#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {

constexpr std::size_t kInferred = static_cast<std::size_t>(-1);  // in reshape: "whatever is left"

// The same elements under another shape of the same size; one extent may be kInferred. Shares x's numbers.
Tensor reshape(const Tensor& x, const Shape& shape);

// Joins the axes from start to end (both included) into one.
Tensor flatten(const Tensor& x, int start = 0, int end = -1);

// y's axis i is x's axis order[i]: permute(x, {1, 0}) transposes a matrix.
Tensor permute(const Tensor& x, const Axes& order);

Tensor transpose(const Tensor& x, int a, int b);  // exchanges two axes

// Drops the given axes, which must have extent 1; all such axes if none is given.
Tensor squeeze(const Tensor& x, const Axes& axes = {});
// Adds an axis of extent 1, which is then axis number `axis`.
Tensor unsqueeze(const Tensor& x, int axis);

// Repeats axes of extent 1 (and adds leading ones) until the shape is reached: PyTorch's expand, as a copy.
Tensor broadcast_to(const Tensor& x, const Shape& shape);

// The opposite: sums over the axes that broadcasting to x's shape would repeat.
Tensor sum_to(const Tensor& x, const Shape& shape);

// The shape two arrays broadcast to; throws in the name of `op` if they do not.
Shape broadcast_shape(const char* op, const Shape& a, const Shape& b);

}  // namespace GG_SCALAR
}  // namespace gg
