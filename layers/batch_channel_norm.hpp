// Batch-Channel Normalization for micro-batches (Qiao et al., arXiv 1911.09738).
#pragma once

#include "layers/batch_norm.hpp"

namespace gg {
inline namespace GG_SCALAR {

// Two steps, the first against channels that are never active, the second group norm:
//
//   b = (x - mean) / sqrt(var + eps) * gamma_b + beta_b      mean, var: the running ones, as constants
//   y = GN(b) * gamma + beta
//
// In training the batch first moves the running statistics, which need no more than one image at a time:
//
//   mean <- (1 - momentum) mean + momentum (mean of x)
//   var  <- (1 - momentum) var + momentum (mean of (x - mean before)^2)
//
// over samples and positions; evaluation leaves them. Otherwise the two are the same. x and y are (N,
// num_channels, *spatial), every other tensor (num_channels); statistics() are GN's, (N, num_groups). Throws
// unless num_channels is a multiple of num_groups; track_running_stats = false throws. Unlike in the authors'
// code, gamma and beta are per channel, as in GroupNorm.
class BatchChannelNorm : public Cloneable<BatchChannelNorm, Norm>, public RunningStats {
 public:
  BatchChannelNorm(std::size_t num_groups, std::size_t num_channels, const BatchNormOptions& options = {});

  void members(Members& m) override;
  std::string describe() const override;

  Tensor batch_weight, batch_bias;  // gamma_b and beta_b; undefined without affine

 private:
  Tensor normalized(const Tensor& x, bool relu) override;
  void move_statistics(const Tensor& x);

  std::size_t num_groups_, num_channels_;
};

}  // namespace GG_SCALAR
}  // namespace gg
