#include "layers/grn.hpp"

#include <cmath>

#include "core/autograd.hpp"
#include "core/ops/activation.hpp"
#include "core/ops/elementwise.hpp"
#include "core/ops/reduce.hpp"
#include "core/ops/shape.hpp"

namespace gg {
inline namespace GG_SCALAR {

GRN::GRN(std::size_t num_channels, double eps) : Cloneable("GRN", {num_channels}, NormOptions{eps}) {
  weight.fill_(0);
}

Tensor GRN::normalized(const Tensor& x, bool relu) {
  const Tensor v = flat(x, weight.size(0));
  const Tensor size = norm(v, {2}, true), n = size / (mean(size, {1}, true) + eps_);
  const Tensor y = reshape(v + scaled(v * n), x.shape());
  const NoGrad values_only;
  const Shape per_channel{v.size(0), v.size(1)};
  const Tensor rms = reshape(size, per_channel) / std::sqrt(static_cast<double>(v.size(2)));
  statistics_ = {zeros(per_channel), rms * rms};
  return relu ? gg::relu(y) : y;
}

std::string GRN::describe() const { return "GRN(" + text(weight.size(0)) + ")"; }

}  // namespace GG_SCALAR
}  // namespace gg
