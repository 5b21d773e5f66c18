#include "layers/instance_norm.hpp"

namespace gg {
inline namespace GG_SCALAR {

InstanceNorm::InstanceNorm(std::size_t num_channels, const NormOptions& options)
    : Cloneable("InstanceNorm", {num_channels}, options), num_channels_(num_channels) {}

Tensor InstanceNorm::forward(const Tensor& x) {
  GG_CHECK(x.dim() >= 2 && x.size(1) == num_channels_, describe(), ": expected input (N, ", num_channels_,
           ", *spatial), got ", x.shape());
  return instance_norm(x, weight, bias, eps_, &statistics_);
}

std::string InstanceNorm::describe() const {
  return "InstanceNorm(" + text(num_channels_) + affine_text() + ")";
}

}  // namespace GG_SCALAR
}  // namespace gg
