#include "core/ops/elementwise.hpp"

#include <cmath>

#include "core/autograd.hpp"
#include "core/ops/map.hpp"
#include "core/ops/select.hpp"
#include "core/profiler.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

// The gradient of an input that was broadcast, or {} when nobody wants it.
template <class Gradient>
Tensor reduced(const Backward& at, std::size_t input, const Shape& shape, Gradient gradient) {
  return at.needs(input) ? sum_to(gradient(), shape) : Tensor();
}

}  // namespace

Tensor add(const Tensor& a, const Tensor& b) {
  const OpTimer timer("add");
  Tensor y = broadcast("add", a, b, [](Scalar u, Scalar v) { return u + v; });
  return record("add", y, {a, b}, [as = a.shape(), bs = b.shape()](const Backward& at) -> Tensors {
    return {reduced(at, 0, as, [&] { return at.dy; }), reduced(at, 1, bs, [&] { return at.dy; })};
  });
}

Tensor sub(const Tensor& a, const Tensor& b) {
  const OpTimer timer("sub");
  Tensor y = broadcast("sub", a, b, [](Scalar u, Scalar v) { return u - v; });
  return record("sub", y, {a, b}, [as = a.shape(), bs = b.shape()](const Backward& at) -> Tensors {
    return {reduced(at, 0, as, [&] { return at.dy; }), reduced(at, 1, bs, [&] { return neg(at.dy); })};
  });
}

Tensor mul(const Tensor& a, const Tensor& b) {
  const OpTimer timer("mul");
  Tensor y = broadcast("mul", a, b, [](Scalar u, Scalar v) { return u * v; });
  return record("mul", y, {a, b}, [a = Saved(a), b = Saved(b)](const Backward& at) -> Tensors {
    return {reduced(at, 0, a.shape(), [&] { return at.dy * *b; }),
            reduced(at, 1, b.shape(), [&] { return at.dy * *a; })};
  });
}

Tensor div(const Tensor& a, const Tensor& b) {
  const OpTimer timer("div");
  Tensor y = broadcast("div", a, b, [](Scalar u, Scalar v) { return u / v; });
  return record("div", y, {a, b}, [as = a.shape(), b = Saved(b)](const Backward& at) -> Tensors {
    return {reduced(at, 0, as, [&] { return at.dy / *b; }),
            reduced(at, 1, b.shape(), [&] { return neg(at.dy * at.y() / *b); })};
  });
}

Tensor pow(const Tensor& base, const Tensor& exponent) {
  const OpTimer timer("pow");
  Tensor y = broadcast("pow", base, exponent, [](Scalar u, Scalar v) { return std::pow(u, v); });
  return record("pow", y, {base, exponent},
                [b = Saved(base), e = Saved(exponent)](const Backward& at) -> Tensors {
                  // At base 0 a factor of 0 may meet an infinite one; where it does,
                  // 1 takes that one's place.
                  const auto slope = [&] { return *e * pow(*b, *e - 1 + eq(*e, 0) * eq(*b, 0)); };
                  const auto growth = [&] { return where(eq(*b, 0), 0, at.y() * log(*b + eq(*b, 0))); };
                  return {reduced(at, 0, b.shape(), [&] { return at.dy * slope(); }),
                          reduced(at, 1, e.shape(), [&] { return at.dy * growth(); })};
                });
}

Tensor neg(const Tensor& x) {
  const OpTimer timer("neg");
  Tensor y = map(x, [](Scalar v) { return -v; });
  return record("neg", y, {x}, [](const Backward& at) -> Tensors { return {neg(at.dy)}; });
}

Tensor exp(const Tensor& x) {
  const OpTimer timer("exp");
  Tensor y = map(x, [](Scalar v) { return std::exp(v); });
  return record("exp", y, {x}, [](const Backward& at) -> Tensors { return {at.dy * at.y()}; });
}

Tensor log(const Tensor& x) {
  const OpTimer timer("log");
  Tensor y = map(x, [](Scalar v) { return std::log(v); });
  return record("log", y, {x}, [x = Saved(x)](const Backward& at) -> Tensors { return {at.dy / *x}; });
}

Tensor sqrt(const Tensor& x) {
  const OpTimer timer("sqrt");
  Tensor y = map(x, [](Scalar v) { return std::sqrt(v); });
  return record("sqrt", y, {x}, [](const Backward& at) -> Tensors { return {at.dy / (2 * at.y())}; });
}

Tensor rsqrt(const Tensor& x) {
  const OpTimer timer("rsqrt");
  Tensor y = map(x, [](Scalar v) { return 1 / std::sqrt(v); });
  return record("rsqrt", y, {x},
                [](const Backward& at) -> Tensors { return {at.dy * (at.y() * at.y() * at.y() * -0.5)}; });
}

Tensor abs(const Tensor& x) {
  const OpTimer timer("abs");
  Tensor y = map(x, [](Scalar v) { return std::abs(v); });
  return record("abs", y, {x}, [x = Saved(x)](const Backward& at) -> Tensors {
    return {at.dy * map(*x, [](Scalar v) { return static_cast<Scalar>((v > 0) - (v < 0)); })};
  });
}

}  // namespace GG_SCALAR
}  // namespace gg
