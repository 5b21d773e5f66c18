// Reductions, and products of matrices.
#include "tests/run_op/registry.hpp"

namespace gg::run_op {
namespace {

Op reduction(const char* name, Tensor (*op)(const Tensor&, const Axes&, bool)) {
  return {name, {"x"}, [op](const Tensors& x, Attributes& a) {
            return op(x[0], a.get("axes", Axes{}), a.get("keepdim", false));
          }};
}

Op along_axis(const char* name, Tensor (*op)(const Tensor&, int)) {
  return {name, {"x"}, [op](const Tensors& x, Attributes& a) { return op(x[0], a.need<int>("axis")); }};
}

}  // namespace

std::vector<Op> reduce_ops() {
  return {
      reduction("sum", sum),
      reduction("mean", mean),
      reduction("max", max),
      reduction("min", min),
      reduction("logsumexp", logsumexp),
      {"var",
       {"x"},
       [](const Tensors& x, Attributes& a) {
         return var(x[0], a.get("axes", Axes{}), a.get("keepdim", false),
                    a.get<std::size_t>("correction", 1));
       }},
      {"norm",
       {"x"},
       [](const Tensors& x, Attributes& a) {
         return norm(x[0], a.get("axes", Axes{}), a.get("keepdim", false), a.get("p", 2.0));
       }},
      along_axis("softmax", softmax),
      along_axis("log_softmax", log_softmax),
      {"matmul",
       {"a", "b"},
       [](const Tensors& x, Attributes& a) {
         return matmul(x[0], x[1], a.get("transpose_a", false), a.get("transpose_b", false));
       }},
      {"linear",
       {"x", "weight", "bias?"},
       [](const Tensors& x, Attributes&) { return linear(x[0], x[1], x[2]); }},
  };
}

}  // namespace gg::run_op
