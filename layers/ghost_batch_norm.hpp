// Ghost Batch Normalization (Hoffer, Hubara and Soudry, arXiv 1705.08741).
#pragma once

#include "layers/examples_channels_norm.hpp"

namespace gg {
inline namespace GG_SCALAR {

// Batch norm of each `batch_size` neighbouring samples by themselves: in training a large batch is normalized
// as small ones are, with the noise that regularizes there. Where the batch is no multiple of batch_size, its
// last samples are a smaller part. Each part moves the running statistics in its turn, and evaluation is by
// these, as in BatchNorm. statistics() are (parts, num_features). With batch_size 1 it is InstanceNorm,
// without running statistics. Training throws where a part has a single value in a channel.
class GhostBatchNorm : public Cloneable<GhostBatchNorm, ExamplesChannelsNorm> {
 public:
  GhostBatchNorm(std::size_t batch_size, std::size_t num_features, const BatchNormOptions& options = {});

  std::string describe() const override;

 private:
  std::size_t batch_size_, num_features_;
};

}  // namespace GG_SCALAR
}  // namespace gg
