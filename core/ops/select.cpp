#include "core/ops/select.hpp"

#include <algorithm>
#include <cmath>

#include "core/autograd.hpp"
#include "core/ops/elementwise.hpp"
#include "core/ops/map.hpp"
#include "core/profiler.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

Scalar number(bool holds) { return holds ? Scalar{1} : Scalar{0}; }

}  // namespace

Tensor eq(const Tensor& a, const Tensor& b) {
  return broadcast("eq", a, b, [](Scalar u, Scalar v) { return number(u == v); });
}
Tensor ne(const Tensor& a, const Tensor& b) {
  return broadcast("ne", a, b, [](Scalar u, Scalar v) { return number(u != v); });
}
Tensor lt(const Tensor& a, const Tensor& b) {
  return broadcast("lt", a, b, [](Scalar u, Scalar v) { return number(u < v); });
}
Tensor le(const Tensor& a, const Tensor& b) {
  return broadcast("le", a, b, [](Scalar u, Scalar v) { return number(u <= v); });
}
Tensor gt(const Tensor& a, const Tensor& b) { return lt(b, a); }
Tensor ge(const Tensor& a, const Tensor& b) { return le(b, a); }

Tensor where(const Tensor& condition, const Tensor& a, const Tensor& b) {
  const OpTimer timer("where");
  const Shape shape =
      broadcast_shape("where", broadcast_shape("where", condition.shape(), a.shape()), b.shape());
  const Tensor c = broadcast_to(condition.detach(), shape), u = broadcast_to(a.detach(), shape),
               v = broadcast_to(b.detach(), shape);
  Tensor y = empty(shape);
  Scalar* out = y.mutable_data();
  for (std::size_t i = 0; i < y.numel(); ++i) out[i] = c.data()[i] != 0 ? u.data()[i] : v.data()[i];
  return record("where", y, {a, b},
                [c = Saved(c), as = a.shape(), bs = b.shape()](const Backward& at) -> Tensors {
                  return {at.needs(0) ? sum_to(where(*c, at.dy, 0), as) : Tensor(),
                          at.needs(1) ? sum_to(where(*c, 0, at.dy), bs) : Tensor()};
                });
}

namespace {

// How much of the gradient goes to `winner`: all where it is larger, half where both are equal.
Tensor share(const Tensor& winner, const Tensor& loser) {
  return broadcast("maximum", winner, loser, [](Scalar u, Scalar v) {
    return u > v ? Scalar{1} : u == v ? Scalar{0.5} : Scalar{0};
  });
}

}  // namespace

Tensor maximum(const Tensor& a, const Tensor& b) {
  const OpTimer timer("maximum");
  Tensor y = broadcast("maximum", a, b, [](Scalar u, Scalar v) { return u > v || std::isnan(u) ? u : v; });
  return record("maximum", y, {a, b}, [a = Saved(a), b = Saved(b)](const Backward& at) -> Tensors {
    return {at.needs(0) ? sum_to(at.dy * share(*a, *b), a.shape()) : Tensor(),
            at.needs(1) ? sum_to(at.dy * share(*b, *a), b.shape()) : Tensor()};
  });
}

Tensor minimum(const Tensor& a, const Tensor& b) { return neg(maximum(neg(a), neg(b))); }

Tensor clamp(const Tensor& x, double low, double high) {
  const OpTimer timer("clamp");
  GG_CHECK(low <= high, "clamp: expected low <= high, got ", low, " and ", high);
  const auto lo = static_cast<Scalar>(low), hi = static_cast<Scalar>(high);
  Tensor y = map(x, [=](Scalar v) { return v < lo ? lo : v > hi ? hi : v; });
  return record("clamp", y, {x}, [=, x = Saved(x)](const Backward& at) -> Tensors {
    return {at.dy * map(*x, [=](Scalar v) { return number(lo <= v && v <= hi); })};
  });
}

}  // namespace GG_SCALAR
}  // namespace gg
