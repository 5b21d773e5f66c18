#include "core/ops/matmul.hpp"

#include "core/autograd.hpp"
#include "core/kernels/gemm.hpp"
#include "core/kernels/nd_loop.hpp"
#include "core/ops/elementwise.hpp"
#include "core/ops/shape.hpp"
#include "core/profiler.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

// The axes before the matrices.
Shape leading(const Tensor& x) { return Shape(x.shape().begin(), x.shape().end() - 2); }

// Calls product(matrix of a, matrix of b, matrix of y) for each matrix of the result, as numbers.
template <class Product>
void for_each_matrix(const Shape& a, const Shape& b, const Shape& y, Product product) {
  using namespace kernels;
  nd_loop<3>(y, {broadcast_strides(a, y), broadcast_strides(b, y), contiguous_strides(y)},
             [&](std::size_t n, auto at, const auto& step) {
               for (std::size_t i = 0; i < n; ++i) {
                 product(at[0], at[1], at[2]);
                 for (std::size_t k = 0; k < 3; ++k) at[k] += step[k];
               }
             });
}

}  // namespace

Tensor matmul(const Tensor& a, const Tensor& b, bool transpose_a, bool transpose_b) {
  const OpTimer timer("matmul");
  GG_CHECK(a.dim() >= 2 && b.dim() >= 2, "matmul: expected matrices, got shapes ", a.shape(), " and ",
           b.shape());
  const std::size_t m = a.size(transpose_a ? -1 : -2), k = a.size(transpose_a ? -2 : -1);
  const std::size_t n = b.size(transpose_b ? -2 : -1), inner = b.size(transpose_b ? -1 : -2);
  GG_CHECK(k == inner, "matmul: inner extents differ: ", a.shape(), transpose_a ? " transposed" : "", " by ",
           b.shape(), transpose_b ? " transposed" : "");
  const Shape lead = broadcast_shape("matmul", leading(a), leading(b));
  Shape shape = lead;
  shape.insert(shape.end(), {m, n});
  Tensor y = empty(shape);
  Scalar* out = y.mutable_data();
  const auto sa = static_cast<std::ptrdiff_t>(m * k), sb = static_cast<std::ptrdiff_t>(k * n),
             sy = static_cast<std::ptrdiff_t>(m * n);
  for_each_matrix(leading(a), leading(b), lead, [&](std::ptrdiff_t ia, std::ptrdiff_t ib, std::ptrdiff_t iy) {
    kernels::gemm(transpose_a, transpose_b, m, n, k, a.data() + ia * sa, b.data() + ib * sb, 0,
                  out + iy * sy);
  });
  return record(
      "matmul", y, {a, b},
      [a = Saved(a), b = Saved(b), ta = transpose_a, tb = transpose_b](const Backward& at) -> Tensors {
        Tensor da, db;
        if (at.needs(0)) da = ta ? matmul(*b, at.dy, tb, true) : matmul(at.dy, *b, false, !tb);
        if (at.needs(1)) db = tb ? matmul(at.dy, *a, true, ta) : matmul(*a, at.dy, !ta, false);
        return {da.defined() ? sum_to(da, a.shape()) : da, db.defined() ? sum_to(db, b.shape()) : db};
      });
}

Tensor linear(const Tensor& x, const Tensor& weight, const Tensor& bias) {
  GG_CHECK(weight.dim() == 2 && x.dim() >= 1 && x.size(-1) == weight.size(1), "linear: expected input (..., ",
           weight.dim() == 2 ? text(weight.size(1)) : "in", ") for weight ", weight.shape(), ", got ",
           x.shape());
  GG_CHECK(!bias.defined() || bias.shape() == Shape{weight.size(0)}, "linear: expected bias (",
           weight.size(0), "), got ", bias.defined() ? bias.shape() : Shape{});
  const Shape before(x.shape().begin(), x.shape().end() - 1);
  const Tensor rows = x.dim() == 2 ? x : reshape(x, {numel(before), x.size(-1)});
  const Tensor product = matmul(rows, weight, false, true), y = bias.defined() ? product + bias : product;
  if (x.dim() == 2) return y;
  Shape shape = before;
  shape.push_back(weight.size(0));
  return reshape(y, shape);
}

}  // namespace GG_SCALAR
}  // namespace gg
