// The bridge to xtensor: a tensor from any xtensor expression, and a tensor's numbers as an xtensor
// array. Everything else in groupgrad keeps xtensor out of its headers, since it is slow to compile;
// include this one only if you need it.
#pragma once

#include <algorithm>

// xtensor 0.26 sorted its headers into folders.
#if __has_include(<xtensor/containers/xadapt.hpp>)
#include <xtensor/containers/xadapt.hpp>
#include <xtensor/containers/xarray.hpp>
#else
#include <xtensor/xadapt.hpp>
#include <xtensor/xarray.hpp>
#endif

#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {

// The values of an expression, computed now: from_xtensor(xt::sin(a) + 1).
template <class E>
Tensor from_xtensor(const xt::xexpression<E>& expression) {
  const xt::xarray<Scalar, xt::layout_type::row_major> values = xt::cast<Scalar>(expression.derived_cast());
  Tensor x = empty(Shape(values.shape().begin(), values.shape().end()));
  std::copy(values.begin(), values.end(), x.mutable_data());
  return x;
}

// A read-only view of x's numbers, without a copy. It must not outlive x.
inline auto as_xarray(const Tensor& x) {
  return xt::adapt(x.data(), x.numel(), xt::no_ownership(), std::vector<std::size_t>(x.shape()));
}

// The same for writing; counts as one modification, whatever is written through it.
inline auto as_mutable_xarray(Tensor& x) {
  return xt::adapt(x.mutable_data(), x.numel(), xt::no_ownership(), std::vector<std::size_t>(x.shape()));
}

}  // namespace GG_SCALAR
}  // namespace gg
