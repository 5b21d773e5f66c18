// For the sources of ops: a new tensor from a function of each element. Nothing is recorded here.
#pragma once

#include "core/kernels/elementwise.hpp"
#include "core/ops/shape.hpp"

namespace gg {
inline namespace GG_SCALAR {

template <class F>
Tensor map(const Tensor& x, F f) {
  Tensor y = empty(x.shape());
  kernels::map(x.data(), y.mutable_data(), x.numel(), f);
  return y;
}

// Of two tensors of one shape.
template <class F>
Tensor map2(const Tensor& a, const Tensor& b, F f) {
  Tensor y = empty(a.shape());
  kernels::map2(a.data(), b.data(), y.mutable_data(), y.numel(), f);
  return y;
}

// Of two tensors broadcast against each other; throws in the name of `op` if they do not fit.
template <class F>
Tensor broadcast(const char* op, const Tensor& a, const Tensor& b, F f) {
  if (a.shape() == b.shape()) return map2(a, b, f);
  Tensor y = empty(broadcast_shape(op, a.shape(), b.shape()));
  kernels::broadcast(a.data(), a.shape(), b.data(), b.shape(), y.mutable_data(), y.shape(), f);
  return y;
}

}  // namespace GG_SCALAR
}  // namespace gg
