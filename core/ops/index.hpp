// Ops that pick elements by number.
#pragma once

#include "core/tensor.hpp"

namespace gg {

using Indices = std::vector<std::size_t>;  // positions or numbers of elements, from 0

inline namespace GG_SCALAR {

// y of `shape`, its elements those of x at the given positions (row-major, from 0). Differentiable: an
// element that is picked several times gets the sum of their gradients. Throws for a position outside x.
Tensor take(const Tensor& x, const Shape& shape, const Indices& positions);

// The same for the sources of other ops: recorded under their name, positions taken as right.
Tensor take_as(const char* name, const Tensor& x, const Shape& shape,
               std::shared_ptr<const Indices> positions);

// The slices of x along an axis with the given numbers, in that order; a number may come several times.
Tensor index_select(const Tensor& x, int axis, const Indices& numbers);

// y(i, j, ...) = x(i, index(i, j, ...), ...), the index in the place of `axis`. `index` has as many axes as
// x, and no extent larger than x's but along `axis`; its values are given row-major.
Tensor gather(const Tensor& x, int axis, const Shape& index_shape, const Indices& index);

// --- Not differentiable

// The number of the largest element along an axis, the first if there are several; a NaN counts as the
// largest. Row-major over the other axes. Throws if the axis is empty.
Indices argmax(const Tensor& x, int axis);

// (labels.size(), classes): 1 in the column of each row's label, else 0. Throws for a label out of range.
Tensor one_hot(const Indices& labels, std::size_t classes);

}  // namespace GG_SCALAR
}  // namespace gg
