// Copies between arrays walked in different ways: permute, slice, concat, expand are all this one loop.
#pragma once

#include <cstring>

#include "core/kernels/nd_loop.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {

// to[i] = from[i] for every index i of `shape`; each array has strides of its own.
inline void strided_copy(const Shape& shape, const Scalar* from, const Strides& from_strides, Scalar* to,
                         const Strides& to_strides) {
  nd_loop<2>(shape, {from_strides, to_strides}, [&](std::size_t n, const auto& at, const auto& step) {
    const Scalar* src = from + at[0];
    Scalar* dst = to + at[1];
    if (step[0] == 1 && step[1] == 1) {
      std::memcpy(dst, src, n * sizeof(Scalar));
    } else {
      for (std::size_t i = 0; i < n; ++i, src += step[0], dst += step[1]) *dst = *src;
    }
  });
}

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
