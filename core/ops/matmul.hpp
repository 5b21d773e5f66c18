// Products of matrices.
#pragma once

#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {

// (..., M, K) by (..., K, N) gives (..., M, N): the last two axes are matrices, the axes before broadcast.
// With transpose_a, a is (..., K, M); with transpose_b, b is (..., N, K): no copy is made. Throws if an
// argument has fewer than two axes, the inner extents differ, or the axes before do not broadcast.
Tensor matmul(const Tensor& a, const Tensor& b, bool transpose_a = false, bool transpose_b = false);

// y = x weight^T + bias: x is (..., in), weight is (out, in), bias is (out) or undefined; y is (..., out).
Tensor linear(const Tensor& x, const Tensor& weight, const Tensor& bias = {});

}  // namespace GG_SCALAR
}  // namespace gg
