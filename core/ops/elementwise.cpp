#include "core/ops/elementwise.hpp"

#include <cmath>

#include "core/autograd.hpp"
#include "core/kernels/elementwise.hpp"
#include "core/ops/shape.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

template <class F>
Tensor map(const Tensor& x, F f) {
  Tensor y = empty(x.shape());
  kernels::map(x.data(), y.mutable_data(), x.numel(), f);
  return y;
}

template <class F>
Tensor broadcast(const char* op, const Tensor& a, const Tensor& b, F f) {
  if (a.shape() == b.shape()) {
    Tensor y = empty(a.shape());
    kernels::map2(a.data(), b.data(), y.mutable_data(), y.numel(), f);
    return y;
  }
  Tensor y = empty(broadcast_shape(op, a.shape(), b.shape()));
  kernels::broadcast(a.data(), a.shape(), b.data(), b.shape(), y.mutable_data(), y.shape(), f);
  return y;
}

// The gradient of an input that was broadcast, or {} when nobody wants it.
template <class Gradient>
Tensor reduced(const Backward& at, std::size_t input, const Shape& shape, Gradient gradient) {
  return at.needs(input) ? sum_to(gradient(), shape) : Tensor();
}

}  // namespace

Tensor add(const Tensor& a, const Tensor& b) {
  Tensor y = broadcast("add", a, b, [](Scalar u, Scalar v) { return u + v; });
  return record("add", y, {a, b}, [as = a.shape(), bs = b.shape()](const Backward& at) -> Tensors {
    return {reduced(at, 0, as, [&] { return at.dy; }), reduced(at, 1, bs, [&] { return at.dy; })};
  });
}

Tensor sub(const Tensor& a, const Tensor& b) {
  Tensor y = broadcast("sub", a, b, [](Scalar u, Scalar v) { return u - v; });
  return record("sub", y, {a, b}, [as = a.shape(), bs = b.shape()](const Backward& at) -> Tensors {
    return {reduced(at, 0, as, [&] { return at.dy; }), reduced(at, 1, bs, [&] { return neg(at.dy); })};
  });
}

Tensor mul(const Tensor& a, const Tensor& b) {
  Tensor y = broadcast("mul", a, b, [](Scalar u, Scalar v) { return u * v; });
  return record("mul", y, {a, b}, [a = Saved(a), b = Saved(b)](const Backward& at) -> Tensors {
    return {reduced(at, 0, a->shape(), [&] { return at.dy * *b; }),
            reduced(at, 1, b->shape(), [&] { return at.dy * *a; })};
  });
}

Tensor div(const Tensor& a, const Tensor& b) {
  Tensor y = broadcast("div", a, b, [](Scalar u, Scalar v) { return u / v; });
  return record("div", y, {a, b}, [as = a.shape(), b = Saved(b)](const Backward& at) -> Tensors {
    return {reduced(at, 0, as, [&] { return at.dy / *b; }),
            reduced(at, 1, b->shape(), [&] { return neg(at.dy * at.y() / *b); })};
  });
}

Tensor pow(const Tensor& base, const Tensor& exponent) {
  Tensor y = broadcast("pow", base, exponent, [](Scalar u, Scalar v) { return std::pow(u, v); });
  return record(
      "pow", y, {base, exponent}, [b = Saved(base), e = Saved(exponent)](const Backward& at) -> Tensors {
        // Adding 1 where a factor is 0 keeps 0 * inf out: the factor beside it is 0 there.
        return {reduced(at, 0, b->shape(), [&] { return at.dy * (*e * pow(*b, *e - 1 + equal(*e, 0))); }),
                reduced(at, 1, e->shape(), [&] { return at.dy * (at.y() * log(*b + equal(*b, 0))); })};
      });
}

Tensor neg(const Tensor& x) {
  Tensor y = map(x, [](Scalar v) { return -v; });
  return record("neg", y, {x}, [](const Backward& at) -> Tensors { return {neg(at.dy)}; });
}

Tensor exp(const Tensor& x) {
  Tensor y = map(x, [](Scalar v) { return std::exp(v); });
  return record("exp", y, {x}, [](const Backward& at) -> Tensors { return {at.dy * at.y()}; });
}

Tensor log(const Tensor& x) {
  Tensor y = map(x, [](Scalar v) { return std::log(v); });
  return record("log", y, {x}, [x = Saved(x)](const Backward& at) -> Tensors { return {at.dy / *x}; });
}

Tensor sqrt(const Tensor& x) {
  Tensor y = map(x, [](Scalar v) { return std::sqrt(v); });
  return record("sqrt", y, {x}, [](const Backward& at) -> Tensors { return {at.dy / (2 * at.y())}; });
}

namespace {

// dy where y > 0, else 0: linear in dy, so it is its own derivative.
Tensor relu_backward(const Tensor& dy, const Tensor& y) {
  Tensor dx = empty(dy.shape());
  kernels::map2(dy.data(), y.data(), dx.mutable_data(), dx.numel(),
                [](Scalar g, Scalar v) { return v > 0 ? g : Scalar{0}; });
  return record("relu_backward", dx, {dy}, [y = Saved(y.detach())](const Backward& at) -> Tensors {
    return {relu_backward(at.dy, *y)};
  });
}

}  // namespace

Tensor relu(const Tensor& x) {
  Tensor y = map(x, [](Scalar v) { return v < 0 ? Scalar{0} : v; });
  return record("relu", y, {x}, [](const Backward& at) -> Tensors { return {relu_backward(at.dy, at.y())}; });
}

Tensor sigmoid(const Tensor& x) {
  Tensor y = map(x, [](Scalar v) {
    const Scalar e = std::exp(-std::abs(v));
    return (v < 0 ? e : 1) / (1 + e);
  });
  return record("sigmoid", y, {x},
                [](const Backward& at) -> Tensors { return {at.dy * (at.y() * (1 - at.y()))}; });
}

Tensor tanh(const Tensor& x) {
  Tensor y = map(x, [](Scalar v) { return std::tanh(v); });
  return record("tanh", y, {x},
                [](const Backward& at) -> Tensors { return {at.dy * (1 - at.y() * at.y())}; });
}

Tensor equal(const Tensor& a, const Tensor& b) {
  return broadcast("equal", a, b, [](Scalar u, Scalar v) { return u == v ? Scalar{1} : Scalar{0}; });
}

}  // namespace GG_SCALAR
}  // namespace gg
