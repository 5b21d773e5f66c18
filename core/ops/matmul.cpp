#include "core/ops/matmul.hpp"

#include "core/autograd.hpp"
#include "core/kernels/gemm.hpp"
#include "core/ops/elementwise.hpp"

namespace gg {
inline namespace GG_SCALAR {

Tensor matmul(const Tensor& a, const Tensor& b, bool transpose_a, bool transpose_b) {
  GG_CHECK(a.dim() == 2 && b.dim() == 2, "matmul: expected two matrices, got shapes ", a.shape(), " and ",
           b.shape());
  const std::size_t m = a.size(transpose_a ? 1 : 0), k = a.size(transpose_a ? 0 : 1);
  const std::size_t n = b.size(transpose_b ? 0 : 1), inner = b.size(transpose_b ? 1 : 0);
  GG_CHECK(k == inner, "matmul: inner extents differ: ", a.shape(), transpose_a ? " transposed" : "", " by ",
           b.shape(), transpose_b ? " transposed" : "");
  Tensor y = empty({m, n});
  kernels::gemm(transpose_a, transpose_b, m, n, k, a.data(), b.data(), 0, y.mutable_data());
  return record(
      "matmul", y, {a, b},
      [a = Saved(a), b = Saved(b), ta = transpose_a, tb = transpose_b](const Backward& at) -> Tensors {
        Tensor da, db;
        if (at.needs(0)) da = ta ? matmul(*b, at.dy, tb, true) : matmul(at.dy, *b, false, !tb);
        if (at.needs(1)) db = tb ? matmul(at.dy, *a, true, ta) : matmul(*a, at.dy, !ta, false);
        return {da, db};
      });
}

Tensor linear(const Tensor& x, const Tensor& weight, const Tensor& bias) {
  GG_CHECK(x.dim() == 2 && weight.dim() == 2 && x.size(1) == weight.size(1), "linear: expected input (N, ",
           weight.dim() == 2 ? text(weight.size(1)) : "in", ") for weight ", weight.shape(), ", got ",
           x.shape());
  const Tensor y = matmul(x, weight, false, true);
  return bias.defined() ? y + bias : y;
}

}  // namespace GG_SCALAR
}  // namespace gg
