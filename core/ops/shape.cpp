#include "core/ops/shape.hpp"

#include <algorithm>
#include <numeric>

#include "core/autograd.hpp"
#include "core/kernels/strided.hpp"
#include "core/ops/reduce.hpp"
#include "core/profiler.hpp"
#include "core/tensor_impl.hpp"

namespace gg {
inline namespace GG_SCALAR {

using kernels::broadcast_strides;
using kernels::contiguous_strides;
using kernels::Strides;

// --- reshape, flatten

Tensor reshape(const Tensor& x, const Shape& shape) {
  const OpTimer timer("reshape");
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
  const OpTimer timer("permute");
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

Tensor transpose(const Tensor& x, int a, int b) {
  Axes order(x.dim());
  std::iota(order.begin(), order.end(), 0);
  std::swap(order[normalize_axis("transpose", a, x.dim())], order[normalize_axis("transpose", b, x.dim())]);
  return permute(x, order);
}

// --- Axes of extent 1

Tensor squeeze(const Tensor& x, const Axes& axes) {
  std::vector<bool> drop(x.dim(), false);
  for (std::size_t i = 0; axes.empty() && i < x.dim(); ++i) drop[i] = x.shape()[i] == 1;
  for (int axis : axes) {
    const std::size_t a = normalize_axis("squeeze", axis, x.dim());
    GG_CHECK(x.shape()[a] == 1, "squeeze: axis ", axis, " of shape ", x.shape(),
             " has an extent other than 1");
    drop[a] = true;
  }
  Shape shape;
  for (std::size_t i = 0; i < x.dim(); ++i) {
    if (!drop[i]) shape.push_back(x.shape()[i]);
  }
  return reshape(x, shape);
}

Tensor unsqueeze(const Tensor& x, int axis) {
  Shape shape = x.shape();
  shape.insert(shape.begin() + static_cast<long>(normalize_axis("unsqueeze", axis, x.dim() + 1)), 1);
  return reshape(x, shape);
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
  const OpTimer timer("broadcast_to");
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
  GG_CHECK(x.dim() >= shape.size() && broadcast_shape("sum_to", x.shape(), shape) == x.shape(),
           "sum_to: shape ", shape, " does not broadcast to ", x.shape());
  const std::size_t lead = x.dim() - shape.size();
  Axes axes;
  for (std::size_t i = 0; i < x.dim(); ++i) {
    if (i < lead || (shape[i - lead] == 1 && x.shape()[i] != 1)) axes.push_back(static_cast<int>(i));
  }
  return reshape(sum(x, axes, true), shape);
}

}  // namespace GG_SCALAR
}  // namespace gg
