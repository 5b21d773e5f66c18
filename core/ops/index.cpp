#include "core/ops/index.hpp"

#include <cmath>

#include "core/autograd.hpp"
#include "core/profiler.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

// Reading elements at positions and adding to elements at positions are each other's gradients.
Tensor add_at(const Tensor& dy, const Shape& shape, const std::shared_ptr<const Indices>& to) {
  const OpTimer timer("add_at");
  Tensor dx = zeros(shape);
  Scalar* out = dx.mutable_data();
  for (std::size_t i = 0; i < to->size(); ++i) out[(*to)[i]] += dy.data()[i];
  return record("add_at", dx, {dy}, [to, ys = dy.shape()](const Backward& at) -> Tensors {
    return {take_as("take", at.dy, ys, to)};
  });
}

// x seen as (outer, n, inner) around one axis.
struct Around {
  std::size_t outer = 1, n, inner = 1;

  Around(const Shape& shape, std::size_t axis) : n(shape[axis]) {
    for (std::size_t i = 0; i < axis; ++i) outer *= shape[i];
    for (std::size_t i = axis + 1; i < shape.size(); ++i) inner *= shape[i];
  }
};

}  // namespace

Tensor take_as(const char* name, const Tensor& x, const Shape& shape, std::shared_ptr<const Indices> from) {
  const OpTimer timer(name);
  Tensor y = empty(shape);
  Scalar* out = y.mutable_data();
  for (std::size_t i = 0; i < from->size(); ++i) out[i] = x.data()[(*from)[i]];
  return record(name, y, {x},
                [from, xs = x.shape()](const Backward& at) -> Tensors { return {add_at(at.dy, xs, from)}; });
}

Tensor take(const Tensor& x, const Shape& shape, const Indices& positions) {
  GG_CHECK(numel(shape) == positions.size(), "take: shape ", shape, " needs ", numel(shape),
           " positions, got ", positions.size());
  for (std::size_t position : positions) {
    GG_CHECK(position < x.numel(), "take: position ", position, " is out of range for shape ", x.shape());
  }
  return take_as("take", x, shape, std::make_shared<const Indices>(positions));
}

Tensor index_select(const Tensor& x, int axis, const Indices& numbers) {
  const std::size_t a = normalize_axis("index_select", axis, x.dim());
  const Around around(x.shape(), a);
  Indices positions;
  positions.reserve(around.outer * numbers.size() * around.inner);
  for (std::size_t o = 0; o < around.outer; ++o) {
    for (std::size_t number : numbers) {
      GG_CHECK(number < around.n, "index_select: number ", number, " is out of range for axis ", axis,
               " of shape ", x.shape());
      for (std::size_t i = 0; i < around.inner; ++i)
        positions.push_back((o * around.n + number) * around.inner + i);
    }
  }
  Shape shape = x.shape();
  shape[a] = numbers.size();
  return take_as("index_select", x, shape, std::make_shared<const Indices>(std::move(positions)));
}

Tensor gather(const Tensor& x, int axis, const Shape& index_shape, const Indices& index) {
  const std::size_t a = normalize_axis("gather", axis, x.dim());
  GG_CHECK(index_shape.size() == x.dim() && numel(index_shape) == index.size(),
           "gather: expected an index with ", x.dim(), " axes and ", numel(index_shape),
           " values, got shape ", index_shape, " and ", index.size(), " values");
  Indices positions(index.size());
  for (std::size_t flat = 0; flat < index.size(); ++flat) {
    std::size_t rest = flat, position = 0, step = 1;
    for (std::size_t i = x.dim(); i-- > 0; rest /= index_shape[i]) {
      const std::size_t at = i == a ? index[flat] : rest % index_shape[i];
      GG_CHECK(at < x.shape()[i], "gather: index ", at, " is out of range for axis ", i, " of shape ",
               x.shape());
      position += at * step;
      step *= x.shape()[i];
    }
    positions[flat] = position;
  }
  return take_as("gather", x, index_shape, std::make_shared<const Indices>(std::move(positions)));
}

Indices argmax(const Tensor& x, int axis) {
  const Around around(x.shape(), normalize_axis("argmax", axis, x.dim()));
  GG_CHECK(around.n > 0, "argmax: nothing to choose from in shape ", x.shape(), " along axis ", axis);
  Indices best(around.outer * around.inner, 0);
  for (std::size_t o = 0; o < around.outer; ++o) {
    for (std::size_t i = 0; i < around.inner; ++i) {
      const auto at = [&](std::size_t r) { return x.data()[(o * around.n + r) * around.inner + i]; };
      std::size_t& top = best[o * around.inner + i];
      for (std::size_t r = 1; r < around.n && !std::isnan(at(top)); ++r) {
        if (at(r) > at(top) || std::isnan(at(r))) top = r;
      }
    }
  }
  return best;
}

Tensor one_hot(const Indices& labels, std::size_t classes) {
  Tensor y = zeros({labels.size(), classes});
  Scalar* out = y.mutable_data();
  for (std::size_t i = 0; i < labels.size(); ++i) {
    GG_CHECK(labels[i] < classes, "one_hot: label ", labels[i], " is out of range for ", classes, " classes");
    out[i * classes + labels[i]] = 1;
  }
  return y;
}

}  // namespace GG_SCALAR
}  // namespace gg
