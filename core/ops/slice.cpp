#include "core/ops/slice.hpp"

#include <algorithm>

#include "core/autograd.hpp"
#include "core/kernels/strided.hpp"
#include "core/ops/elementwise.hpp"
#include "core/ops/shape.hpp"
#include "core/profiler.hpp"

namespace gg {
inline namespace GG_SCALAR {

using kernels::contiguous_strides;
using kernels::Strides;

// All of these copy a box out of, or into, a larger array.

namespace {

// A box within an array of shape `whole`: where it starts, and how to walk it.
struct Box {
  Shape shape;
  std::ptrdiff_t offset;
  Strides strides;
};

Box box_along(const Shape& whole, std::size_t axis, std::size_t start, std::size_t count, std::size_t step) {
  Box box{whole, 0, contiguous_strides(whole)};
  box.shape[axis] = count;
  box.offset = static_cast<std::ptrdiff_t>(start) * box.strides[axis];
  box.strides[axis] *= static_cast<std::ptrdiff_t>(step);
  return box;
}

Tensor cut(const Tensor& x, const Box& box);

// Zeros of shape `whole` with x in the box: the gradient of cut().
Tensor slice_backward(const Tensor& x, const Shape& whole, const Box& box) {
  const OpTimer timer("slice_backward");
  Tensor y = zeros(whole);
  kernels::strided_copy(box.shape, x.data(), contiguous_strides(box.shape), y.mutable_data() + box.offset,
                        box.strides);
  return record("slice_backward", y, {x}, [box](const Backward& at) -> Tensors { return {cut(at.dy, box)}; });
}

Tensor cut(const Tensor& x, const Box& box) {
  const OpTimer timer("slice");
  Tensor y = empty(box.shape);
  kernels::strided_copy(box.shape, x.data() + box.offset, box.strides, y.mutable_data(),
                        contiguous_strides(box.shape));
  return record("slice", y, {x}, [box, xs = x.shape()](const Backward& at) -> Tensors {
    return {slice_backward(at.dy, xs, box)};
  });
}

}  // namespace

Tensor slice(const Tensor& x, int axis, long start, long stop, long step) {
  const std::size_t a = normalize_axis("slice", axis, x.dim());
  GG_CHECK(step >= 1, "slice: expected a step of at least 1, got ", step);
  const long extent = static_cast<long>(x.shape()[a]);
  step = std::min(step, std::max(extent, 1L));  // beyond the end it makes no difference
  const auto clip = [&](long position) {
    return std::clamp(position < 0 ? position + extent : position, 0L, extent);
  };
  const long first = clip(start), length = std::max(clip(stop) - first, 0L);
  return cut(x,
             box_along(x.shape(), a, static_cast<std::size_t>(first),
                       static_cast<std::size_t>((length + step - 1) / step), static_cast<std::size_t>(step)));
}

Tensor concat(const Tensors& parts, int axis) {
  const OpTimer timer("concat");
  GG_CHECK(!parts.empty(), "concat: expected at least one tensor");
  Shape whole = parts[0].shape();
  const std::size_t a = normalize_axis("concat", axis, whole.size());
  whole[a] = 0;
  for (const Tensor& part : parts) {
    Shape others = part.shape();
    GG_CHECK(others.size() == whole.size(), "concat: expected ", whole.size(), " axes, got shape ", others);
    others[a] = whole[a];
    GG_CHECK(others == whole, "concat: shapes must agree except along axis ", axis, ", got ",
             parts[0].shape(), " and ", part.shape());
    whole[a] += part.shape()[a];
  }
  Tensor y = empty(whole);
  Scalar* out = y.mutable_data();
  std::vector<Box> boxes;
  std::size_t start = 0;
  for (const Tensor& part : parts) {
    const Box box = box_along(whole, a, start, part.shape()[a], 1);
    kernels::strided_copy(box.shape, part.data(), contiguous_strides(box.shape), out + box.offset,
                          box.strides);
    boxes.push_back(box);
    start += part.shape()[a];
  }
  return record("concat", y, parts, [boxes](const Backward& at) -> Tensors {
    Tensors dx(boxes.size());
    for (std::size_t i = 0; i < boxes.size(); ++i) {
      if (at.needs(i)) dx[i] = cut(at.dy, boxes[i]);
    }
    return dx;
  });
}

Tensor stack(const Tensors& parts, int axis) {
  GG_CHECK(!parts.empty(), "stack: expected at least one tensor");
  Tensors raised;
  for (const Tensor& part : parts) {
    GG_CHECK(part.shape() == parts[0].shape(), "stack: shapes must agree, got ", parts[0].shape(), " and ",
             part.shape());
    raised.push_back(unsqueeze(part, axis));
  }
  return concat(raised, axis);
}

Tensor pad(const Tensor& x, const std::vector<Margin>& margins, double value) {
  GG_CHECK(margins.size() == x.dim(), "pad: expected a margin for each of the axes of ", x.shape(), ", got ",
           margins.size());
  Box box{x.shape(), 0, {}};
  Shape whole = x.shape();
  for (std::size_t i = 0; i < whole.size(); ++i) whole[i] += margins[i].before + margins[i].after;
  box.strides = contiguous_strides(whole);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    box.offset += static_cast<std::ptrdiff_t>(margins[i].before) * box.strides[i];
  }
  const Tensor inside = slice_backward(x, whole, box);
  return value == 0 ? inside : inside + (1 - slice_backward(ones(x.shape()), whole, box)) * value;
}

Tensor flip(const Tensor& x, const Axes& axes) {
  Box box{x.shape(), 0, contiguous_strides(x.shape())};
  for (int axis : axes) {
    const std::size_t a = normalize_axis("flip", axis, x.dim());
    GG_CHECK(box.strides[a] >= 0, "flip: axis ", axis, " is there twice in ", axes);
    box.offset += box.strides[a] * (static_cast<std::ptrdiff_t>(x.shape()[a]) - 1);
    box.strides[a] = -box.strides[a];
  }
  return cut(x, box);
}

}  // namespace GG_SCALAR
}  // namespace gg
