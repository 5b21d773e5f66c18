#include "layers/norm.hpp"

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

const NormStatistics& Norm::statistics() const {
  GG_CHECK(statistics_.mean.defined(), describe(), ": there are no statistics before the first forward pass");
  return statistics_;
}

}  // namespace GG_SCALAR
}  // namespace gg
