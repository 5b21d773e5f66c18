#include "layers/evo_norm.hpp"

#include "core/ops/activation.hpp"
#include "core/ops/elementwise.hpp"
#include "core/ops/reduce.hpp"
#include "core/ops/shape.hpp"
#include "layers/mean_square.hpp"

namespace gg {
inline namespace GG_SCALAR {

EvoNormS0::EvoNormS0(std::size_t num_groups, std::size_t num_channels, const NormOptions& options)
    : Cloneable("EvoNormS0", {num_channels}, options),
      v(ones({num_channels}).requires_grad_()),
      num_groups_(num_groups),
      num_channels_(num_channels) {
  check_groups("EvoNormS0", num_groups, num_channels);
}

Tensor EvoNormS0::normalized(const Tensor& x, bool relu) {
  const Tensor flat_x = flat(x, num_channels_);
  const Tensor gated = flat_x * sigmoid(flat_x * reshape(v, {1, num_channels_, 1}));
  const std::size_t N = x.size(0);
  const Shape groups{N, num_groups_, num_channels_ / num_groups_ * flat_x.size(2)};
  const Tensor grouped = reshape(flat_x, groups);
  Tensor var;
  const Tensor y_hat = divide_by_rms(reshape(gated, groups), centred(grouped, {2}), {2}, eps_, &var);
  statistics_ = {mean(grouped.detach(), {2}), reshape(var, {N, num_groups_})};
  const Tensor y = reshape(scaled(reshape(y_hat, flat_x.shape())), x.shape());
  return relu ? gg::relu(y) : y;
}

void EvoNormS0::members(Members& m) {
  Norm::members(m);
  m.parameter("v", v);
}

std::string EvoNormS0::describe() const {
  return "EvoNormS0(" + text(num_groups_) + ", " + text(num_channels_) + affine_text() + ")";
}

}  // namespace GG_SCALAR
}  // namespace gg
