#include "layers/instance_norm.hpp"

namespace gg {
inline namespace GG_SCALAR {

InstanceNorm::InstanceNorm(std::size_t num_channels, const NormOptions& options)
    : Cloneable("InstanceNorm", {num_channels}, options), num_channels_(num_channels) {}

Tensor InstanceNorm::normalized(const Tensor& x, bool relu) {
  check_channels(x, num_channels_);
  return instance_norm(x, weight, bias, eps_, &statistics_, relu);
}

std::string InstanceNorm::describe() const {
  return "InstanceNorm(" + text(num_channels_) + affine_text() + ")";
}

}  // namespace GG_SCALAR
}  // namespace gg
