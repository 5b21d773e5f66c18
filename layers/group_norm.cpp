#include "layers/group_norm.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

std::size_t groups_of(ChannelsPerGroup per_group, std::size_t num_channels) {
  GG_CHECK(per_group.value >= 1 && num_channels % per_group.value == 0,
           "GroupNorm: expected number of channels to be divisible by channels per group, got ", num_channels,
           " channels and ", per_group.value, " a group");
  return num_channels / per_group.value;
}

}  // namespace

GroupNorm::GroupNorm(std::size_t num_groups, std::size_t num_channels, const NormOptions& options)
    : Cloneable("GroupNorm", {num_channels}, options), num_groups_(num_groups), num_channels_(num_channels) {
  check_groups("GroupNorm", num_groups, num_channels);
}

GroupNorm::GroupNorm(ChannelsPerGroup per_group, std::size_t num_channels, const NormOptions& options)
    : GroupNorm(groups_of(per_group, num_channels), num_channels, options) {}

Tensor GroupNorm::normalized(const Tensor& x, bool relu) {
  check_channels(x, num_channels_);
  return group_norm(x, num_groups_, weight, bias, eps_, &statistics_, relu);
}

std::string GroupNorm::describe() const {
  return "GroupNorm(" + text(num_groups_) + ", " + text(num_channels_) + affine_text() + ")";
}

}  // namespace GG_SCALAR
}  // namespace gg
