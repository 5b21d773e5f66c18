// Statistics over groups of examples and of channels (Summers and Dinneen, "Four Things Everyone Should Know
// to Improve Batch Normalization", arXiv 1906.03548): one layer from batch norm to group norm.
#pragma once

#include "layers/batch_norm.hpp"

namespace gg {
inline namespace GG_SCALAR {

constexpr std::size_t kWholeBatch = 0;  // for examples_per_group

//   y = (x - mean) / sqrt(var + eps) * gamma + beta
//
// with a mean and a biased variance for each group of neighbouring examples and neighbouring channels, over
// both and all positions. Settings of (examples_per_group, channels_per_group) are
//
//   (kWholeBatch, 1)    BatchNorm             (1, K)    GroupNorm, K channels a group
//   (E, 1)              GhostBatchNorm        (1, C)    layer norm, GroupNorm(1, C)
//   (kWholeBatch, C)    one mean for all      (1, 1)    InstanceNorm
//
// x and y are (N, num_channels, *spatial), gamma and beta (num_channels). Where the batch is no multiple of
// examples_per_group, its last examples are a smaller group. With one example a group no sample sees another,
// there are no running statistics, and training and evaluation are the same. Otherwise they differ:
// evaluation is by running statistics, one a group of channels, which each group of examples moves in its
// turn, as in BatchNorm; training throws where a group is a single value.
//
// statistics() are (groups of examples, groups of channels); in evaluation by running ones, (groups of
// channels).
class ExamplesChannelsNorm : public Cloneable<ExamplesChannelsNorm, Norm>, public RunningStats {
 public:
  ExamplesChannelsNorm(std::size_t examples_per_group, std::size_t channels_per_group,
                       std::size_t num_channels, const BatchNormOptions& options = {});

  void members(Members& m) override;
  std::string describe() const override;

 protected:
  Tensor normalized(const Tensor& x, bool relu) override;
  std::string options_text() const;  // for describe()

 private:
  Tensor by_running(const Tensor& x, bool relu);
  Tensor by_batch(const Tensor& x, bool relu);

  std::size_t examples_per_group_, num_groups_, num_channels_;
};

}  // namespace GG_SCALAR
}  // namespace gg
