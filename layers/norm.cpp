#include "layers/norm.hpp"

#include "core/ops/elementwise.hpp"
#include "core/ops/shape.hpp"

namespace gg {
inline namespace GG_SCALAR {

Norm::Norm(const char* name, const Shape& affine_shape, const NormOptions& options) : eps_(options.eps) {
  GG_CHECK(options.eps >= 0, name, ": expected eps of at least 0, got ", options.eps);
  GG_CHECK(numel(affine_shape) >= 1, name, ": expected at least 1 channel, got shape ", affine_shape);
  if (!options.affine) return;
  weight = ones(affine_shape).requires_grad_();
  bias = zeros(affine_shape).requires_grad_();
}

void Norm::members(Members& m) {
  m.parameter("weight", weight);
  m.parameter("bias", bias);
}

void Norm::check_channels(const Tensor& x, std::size_t channels) const {
  GG_CHECK(x.dim() >= 2 && x.size(1) == channels, describe(), ": expected input (N, ", channels,
           ", *spatial), got ", x.shape());
}

void Norm::check_groups(const char* name, std::size_t num_groups, std::size_t num_channels) {
  GG_CHECK(num_groups >= 1 && num_channels % num_groups == 0, name,
           ": expected number of channels to be divisible by num_groups, got ", num_channels,
           " channels and num_groups ", num_groups);
}

Tensor Norm::flat(const Tensor& x, std::size_t channels) const {
  check_channels(x, channels);
  std::size_t positions = 1;
  for (std::size_t i = 2; i < x.dim(); ++i) positions *= x.shape()[i];
  GG_CHECK(positions > 0, describe(), ": nothing to normalize over in input ", x.shape());
  return reshape(x, {x.size(0), channels, positions});
}

Tensor Norm::scaled(const Tensor& x_hat) const {
  const Shape each_channel{1, x_hat.size(1), 1};
  const Tensor y = weight.defined() ? x_hat * reshape(weight, each_channel) : x_hat;
  return bias.defined() ? y + reshape(bias, each_channel) : y;
}

const NormStatistics& Norm::statistics() const {
  GG_CHECK(statistics_.mean.defined(), describe(), ": there are no statistics before the first forward pass");
  return statistics_;
}

}  // namespace GG_SCALAR
}  // namespace gg
