// Group Normalization (Wu and He, ECCV 2018, arXiv 1803.08494).
#pragma once

#include "layers/norm.hpp"

namespace gg {
inline namespace GG_SCALAR {

// To say the size of the groups instead of their number: GroupNorm(ChannelsPerGroup{4}, 64).
struct ChannelsPerGroup {
  std::size_t value;  // at least 1
};

//   y = (x - mean) / sqrt(var + eps) * gamma + beta
//
// with a mean and a biased variance for each sample and
// group of neighbouring channels, over the group's channels and all positions. x and y are (N, num_channels,
// *spatial); gamma and beta have one entry a channel. The same in training and evaluation; no sample sees
// another. Throws unless num_channels is a multiple of the groups. statistics() are (N, num_groups).
class GroupNorm : public Cloneable<GroupNorm, Norm> {
 public:
  GroupNorm(std::size_t num_groups, std::size_t num_channels, const NormOptions& options = {});
  GroupNorm(ChannelsPerGroup per_group, std::size_t num_channels, const NormOptions& options = {});

  std::string describe() const override;
  std::size_t num_groups() const { return num_groups_; }  // also where their size was given

 private:
  Tensor normalized(const Tensor& x, bool relu) override;

  std::size_t num_groups_, num_channels_;
};

}  // namespace GG_SCALAR
}  // namespace gg
