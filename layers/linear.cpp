#include "layers/linear.hpp"

#include <cmath>

#include "core/ops/matmul.hpp"
#include "layers/init.hpp"

namespace gg {
inline namespace GG_SCALAR {

Linear::Linear(std::size_t in_features, std::size_t out_features, bool with_bias) {
  GG_CHECK(in_features >= 1 && out_features >= 1, "Linear: expected at least 1 feature in and out, got ",
           in_features, " and ", out_features);
  weight = empty({out_features, in_features}).requires_grad_();
  init::kaiming_uniform_(weight, std::sqrt(5.0));
  if (!with_bias) return;
  bias = empty({out_features}).requires_grad_();
  const double bound = 1 / std::sqrt(static_cast<double>(in_features));
  init::uniform_(bias, -bound, bound);
}

Tensor Linear::forward(const Tensor& x) { return linear(x, weight, bias); }

void Linear::members(Members& m) {
  m.parameter("weight", weight);
  m.parameter("bias", bias);
}

std::string Linear::describe() const {
  return "Linear(" + text(weight.size(1)) + ", " + text(weight.size(0)) +
         (bias.defined() ? "" : ", bias=false") + ")";
}

}  // namespace GG_SCALAR
}  // namespace gg
