// Loops that treat each element alone: y[i] = f(x[i]) and y = f(a, b) with broadcasting.
#pragma once

#include "core/kernels/nd_loop.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {

template <class F>
void map(const Scalar* x, Scalar* y, std::size_t n, F f) {
#pragma omp simd
  for (std::size_t i = 0; i < n; ++i) y[i] = f(x[i]);
}

template <class F>
void map2(const Scalar* a, const Scalar* b, Scalar* y, std::size_t n, F f) {
#pragma omp simd
  for (std::size_t i = 0; i < n; ++i) y[i] = f(a[i], b[i]);
}

// y of `shape` = f(a, b), a and b broadcast to it.
template <class F>
void broadcast(const Scalar* a, const Shape& a_shape, const Scalar* b, const Shape& b_shape, Scalar* y,
               const Shape& shape, F f) {
  const std::array<Strides, 3> strides = {broadcast_strides(a_shape, shape),
                                          broadcast_strides(b_shape, shape), contiguous_strides(shape)};
  nd_loop<3>(shape, strides, [&](std::size_t n, const auto& at, const auto& step) {
    const Scalar *pa = a + at[0], *pb = b + at[1];
    Scalar* py = y + at[2];
    if (step[0] == 0) {
      const Scalar s = *pa;
      map(pb, py, n, [&](Scalar v) { return f(s, v); });
    } else if (step[1] == 0) {
      const Scalar s = *pb;
      map(pa, py, n, [&](Scalar v) { return f(v, s); });
    } else {
      map2(pa, pb, py, n, f);
    }
  });
}

inline void add_into(const Scalar* x, Scalar* y, std::size_t n) {
  map2(x, y, y, n, [](Scalar a, Scalar b) { return a + b; });
}

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
