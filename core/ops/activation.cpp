#include "core/ops/activation.hpp"

#include <algorithm>
#include <cmath>

#include "core/autograd.hpp"
#include "core/kernels/relu.hpp"
#include "core/ops/elementwise.hpp"
#include "core/ops/map.hpp"
#include "core/parallel.hpp"
#include "core/profiler.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

const double kPi = std::acos(-1.0);

// Calls part(level, first, count) for ranges of n elements, on several threads.
template <class Part>
void in_parts(std::size_t n, Part part) {
  constexpr std::size_t kLeastElements = 1 << 14;
  parallel_for(n, kLeastElements, [&](std::size_t first, std::size_t last) {
    with_isa([&](auto level) { part(level, first, last - first); });
  });
}

// dy where y > 0, else 0: linear in dy, so it is its own derivative.
Tensor relu_backward(const Tensor& dy, const Tensor& y) {
  const OpTimer timer("relu_backward");
  Tensor dx = empty(dy.shape());
  in_parts(dx.numel(), [&, from = dy.data(), passed = y.data(), to = dx.mutable_data()](
                           auto level, std::size_t first, std::size_t count) {
    kernels::relu_backward<level()>(count, from + first, passed + first, to + first);
  });
  return record("relu_backward", dx, {dy}, [y = Saved(y.detach())](const Backward& at) -> Tensors {
    return {relu_backward(at.dy, *y)};
  });
}

}  // namespace

Tensor relu(const Tensor& x) {
  const OpTimer timer("relu");
  Tensor y = empty(x.shape());
  in_parts(y.numel(),
           [&, from = x.data(), to = y.mutable_data()](auto level, std::size_t first, std::size_t count) {
             kernels::relu<level()>(count, from + first, to + first);
           });
  return record("relu", y, {x}, [](const Backward& at) -> Tensors { return {relu_backward(at.dy, at.y())}; });
}

Tensor sigmoid(const Tensor& x) {
  const OpTimer timer("sigmoid");
  Tensor y = map(x, [](Scalar v) {
    const Scalar e = std::exp(-std::abs(v));
    return (v < 0 ? e : 1) / (1 + e);
  });
  return record("sigmoid", y, {x},
                [](const Backward& at) -> Tensors { return {at.dy * (at.y() * (1 - at.y()))}; });
}

Tensor tanh(const Tensor& x) {
  const OpTimer timer("tanh");
  Tensor y = map(x, [](Scalar v) { return std::tanh(v); });
  return record("tanh", y, {x},
                [](const Backward& at) -> Tensors { return {at.dy * (1 - at.y() * at.y())}; });
}

Tensor leaky_relu(const Tensor& x, double negative_slope) {
  const OpTimer timer("leaky_relu");
  const auto slope = static_cast<Scalar>(negative_slope);
  Tensor y = map(x, [=](Scalar v) { return v > 0 ? v : slope * v; });
  return record("leaky_relu", y, {x}, [=, x = Saved(x)](const Backward& at) -> Tensors {
    return {at.dy * map(*x, [=](Scalar v) { return v > 0 ? Scalar{1} : slope; })};
  });
}

Tensor silu(const Tensor& x) { return x * sigmoid(x); }

Tensor softplus(const Tensor& x, double beta) {
  const OpTimer timer("softplus");
  GG_CHECK(beta > 0, "softplus: expected beta above 0, got ", beta);
  const auto b = static_cast<Scalar>(beta);
  Tensor y =
      map(x, [=](Scalar v) { return std::max(v, Scalar{0}) + std::log1p(std::exp(-std::abs(b * v))) / b; });
  return record("softplus", y, {x},
                [beta, x = Saved(x)](const Backward& at) -> Tensors { return {at.dy * sigmoid(beta * *x)}; });
}

namespace {

// Phi(x) + x phi(x), the derivative of x Phi(x); its own is phi(x) (2 - x^2).
Tensor gelu_derivative(const Tensor& x) {
  const OpTimer timer("gelu_derivative");
  Tensor y = map(x, [](Scalar v) {
    const double z = static_cast<double>(v);
    return static_cast<Scalar>(std::erfc(-z / std::sqrt(2.0)) / 2 +
                               z * std::exp(-z * z / 2) / std::sqrt(2 * kPi));
  });
  return record("gelu_derivative", y, {x}, [x = Saved(x)](const Backward& at) -> Tensors {
    const Tensor square = *x * *x;
    return {at.dy * (exp(square * -0.5) * ((2 - square) / std::sqrt(2 * kPi)))};
  });
}

}  // namespace

Tensor gelu(const Tensor& x, Gelu form) {
  const OpTimer timer("gelu");
  if (form == Gelu::tanh) return x * (1 + tanh(std::sqrt(2 / kPi) * (x + 0.044715 * (x * x * x)))) * 0.5;
  Tensor y = map(x, [](Scalar v) {
    const double z = static_cast<double>(v);
    return static_cast<Scalar>(z * std::erfc(-z / std::sqrt(2.0)) / 2);
  });
  return record("gelu", y, {x},
                [x = Saved(x)](const Backward& at) -> Tensors { return {at.dy * gelu_derivative(*x)}; });
}

}  // namespace GG_SCALAR
}  // namespace gg
