// Matrix product through BLAS.
#pragma once

#include "core/config.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {

// c = op(a) op(b) + beta c, with op(a) of m x k, op(b) of k x n, c of m x n, all row-major and contiguous;
// op transposes where asked, so that a is then stored as k x m and b as n x k.
void gemm(bool transpose_a, bool transpose_b, std::size_t m, std::size_t n, std::size_t k, const Scalar* a,
          const Scalar* b, Scalar beta, Scalar* c);

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
