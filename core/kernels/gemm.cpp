#include "core/kernels/gemm.hpp"

#include <algorithm>
#include <limits>
#include <xtensor-blas/xlinalg.hpp>

#include "core/check.hpp"

// OpenBLAS starts threads of its own unless told not to; other BLAS libraries do not have the function.
extern "C" void openblas_set_num_threads(int) __attribute__((weak));

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace {

int blas_int(std::size_t n) {
  GG_CHECK(n <= static_cast<std::size_t>(std::numeric_limits<int>::max()),
           "matmul: BLAS counts to 2^31 - 1, got extent ", n);
  return static_cast<int>(n);
}

bool single_threaded() {
  if (openblas_set_num_threads) openblas_set_num_threads(1);
  return true;
}

}  // namespace

void gemm(bool transpose_a, bool transpose_b, std::size_t m, std::size_t n, std::size_t k, const Scalar* a,
          const Scalar* b, Scalar beta, Scalar* c) {
  static const bool once = single_threaded();
  static_cast<void>(once);
  if (m == 0 || n == 0) return;
  if (k == 0) {  // BLAS wants leading dimensions of at least 1
    if (beta == 0) std::fill_n(c, m * n, Scalar{0});
    return;
  }
  const auto op = [](bool transpose) { return transpose ? cxxblas::Trans : cxxblas::NoTrans; };
  cxxblas::gemm<xt::blas_index_t>(cxxblas::RowMajor, op(transpose_a), op(transpose_b), blas_int(m),
                                  blas_int(n), blas_int(k), Scalar{1}, a, blas_int(transpose_a ? m : k), b,
                                  blas_int(transpose_b ? k : n), beta, c, blas_int(n));
}

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
