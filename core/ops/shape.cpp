#include "core/ops/shape.hpp"

#include <algorithm>

#include "core/autograd.hpp"
#include "core/kernels/strided.hpp"
#include "core/ops/reduce.hpp"
#include "core/tensor_impl.hpp"

namespace gg {
inline namespace GG_SCALAR {

using kernels::broadcast_strides;
using kernels::contiguous_strides;
using kernels::Strides;

// --- reshape, flatten

Tensor reshape(const Tensor& x, const Shape& shape) {
  Shape whole = shape;
  const auto inferred = std::find(whole.begin(), whole.end(), kInferred);
  if (inferred != whole.end()) {
    GG_CHECK(std::count(whole.begin(), whole.end(), kInferred) == 1,
             "reshape: only one extent can be inferred");
    *inferred = 1;
    const std::size_t known = numel(whole);
    GG_CHECK(known > 0 && x.numel() % known == 0, "reshape: cannot infer an extent: ", x.numel(),
             " elements of shape ", x.shape(), " are no multiple of ", known);
    *inferred = x.numel() / known;
  }
  GG_CHECK(numel(whole) == x.numel(), "reshape: cannot give ", x.numel(), " elements of shape ", x.shape(),
           " the shape ", whole);
  return record("reshape", alias(x, whole), {x},
                [xs = x.shape()](const Backward& at) -> Tensors { return {reshape(at.dy, xs)}; });
}

Tensor flatten(const Tensor& x, int start, int end) {
  if (x.dim() == 0) return reshape(x, Shape{1});
  const std::size_t first = normalize_axis("flatten", start, x.dim()),
                    last = normalize_axis("flatten", end, x.dim());
  GG_CHECK(first <= last, "flatten: expected start <= end, got ", start, " and ", end);
  Shape shape(x.shape().begin(), x.shape().begin() + static_cast<long>(first));
  shape.push_back(1);
  for (std::size_t i = first; i <= last; ++i) shape.back() *= x.shape()[i];
  shape.insert(shape.end(), x.shape().begin() + static_cast<long>(last) + 1, x.shape().end());
  return reshape(x, shape);
}

// --- permute

Tensor permute(const Tensor& x, const Axes& order) {
  GG_CHECK(order.size() == x.dim(), "permute: expected ", x.dim(), " axes for shape ", x.shape(), ", got ",
           order);
  const Strides own = contiguous_strides(x.shape());
  Shape shape;
  Strides strides;
  Axes inverse(order.size(), -1);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::size_t axis = normalize_axis("permute", order[i], x.dim());
    GG_CHECK(inverse[axis] == -1, "permute: axis ", axis, " is there twice in ", order);
    inverse[axis] = static_cast<int>(i);
    shape.push_back(x.shape()[axis]);
    strides.push_back(own[axis]);
  }
  Tensor y = empty(shape);
  kernels::strided_copy(shape, x.data(), strides, y.mutable_data(), contiguous_strides(shape));
  return record("permute", y, {x},
                [inverse](const Backward& at) -> Tensors { return {permute(at.dy, inverse)}; });
}

// --- slice, concat: both copy a box out of, or into, a larger array

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
Tensor embed(const Tensor& x, const Shape& whole, const Box& box) {
  Tensor y = zeros(whole);
  kernels::strided_copy(box.shape, x.data(), contiguous_strides(box.shape), y.mutable_data() + box.offset,
                        box.strides);
  return record("embed", y, {x}, [box](const Backward& at) -> Tensors { return {cut(at.dy, box)}; });
}

Tensor cut(const Tensor& x, const Box& box) {
  Tensor y = empty(box.shape);
  kernels::strided_copy(box.shape, x.data() + box.offset, box.strides, y.mutable_data(),
                        contiguous_strides(box.shape));
  return record("slice", y, {x},
                [box, xs = x.shape()](const Backward& at) -> Tensors { return {embed(at.dy, xs, box)}; });
}

}  // namespace

Tensor slice(const Tensor& x, int axis, long start, long stop, long step) {
  const std::size_t a = normalize_axis("slice", axis, x.dim());
  GG_CHECK(step >= 1, "slice: expected a step of at least 1, got ", step);
  const long extent = static_cast<long>(x.shape()[a]);
  const auto clip = [&](long position) {
    return std::clamp(position < 0 ? position + extent : position, 0L, extent);
  };
  const long first = clip(start), length = std::max(clip(stop) - first, 0L);
  return cut(x,
             box_along(x.shape(), a, static_cast<std::size_t>(first),
                       static_cast<std::size_t>((length + step - 1) / step), static_cast<std::size_t>(step)));
}

Tensor concat(const Tensors& parts, int axis) {
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

// --- broadcast_to and its opposite, sum_to: each is the other's gradient

Shape broadcast_shape(const char* op, const Shape& a, const Shape& b) {
  Shape shape = a.size() >= b.size() ? a : b;
  const Shape& shorter = a.size() >= b.size() ? b : a;
  for (std::size_t i = 1; i <= shorter.size(); ++i) {
    std::size_t& extent = shape[shape.size() - i];
    const std::size_t other = shorter[shorter.size() - i];
    GG_CHECK(extent == other || extent == 1 || other == 1, op, ": shapes ", a, " and ", b,
             " do not broadcast");
    if (extent == 1) extent = other;
  }
  return shape;
}

Tensor broadcast_to(const Tensor& x, const Shape& shape) {
  if (x.shape() == shape) return x;
  GG_CHECK(x.dim() <= shape.size() && broadcast_shape("broadcast_to", x.shape(), shape) == shape,
           "broadcast_to: shape ", x.shape(), " does not broadcast to ", shape);
  Tensor y = empty(shape);
  kernels::strided_copy(shape, x.data(), broadcast_strides(x.shape(), shape), y.mutable_data(),
                        contiguous_strides(shape));
  return record("broadcast_to", y, {x},
                [xs = x.shape()](const Backward& at) -> Tensors { return {sum_to(at.dy, xs)}; });
}

Tensor sum_to(const Tensor& x, const Shape& shape) {
  if (x.shape() == shape) return x;
  const std::size_t lead = x.dim() - shape.size();
  Axes axes;
  for (std::size_t i = 0; i < x.dim(); ++i) {
    if (i < lead || (shape[i - lead] == 1 && x.shape()[i] != 1)) axes.push_back(static_cast<int>(i));
  }
  return reshape(axes.empty() ? x : sum(x, axes, true), shape);
}

}  // namespace GG_SCALAR
}  // namespace gg
