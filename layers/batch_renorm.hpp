// Batch Renormalization (Ioffe, arXiv 1702.03275).
#pragma once

#include "layers/batch_norm.hpp"

namespace gg {
inline namespace GG_SCALAR {

// What BatchRenorm can be told beside BatchNormOptions.
struct BatchRenormOptions : BatchNormOptions {
  double r_max = 3, d_max = 5;  // at least 1 and 0; 1 and 0 is batch norm
  // Number of batches in which the limits open, in a straight line, from batch norm's to r_max and d_max. The
  // running statistics mean little at first.
  std::size_t warmup = 0;
};

// Training:
//
//   y = ((x - mean_B) / sd_B * r + d) * gamma + beta      sd = sqrt(var + eps)
//
//   r = sd_B / sd, kept in [1 / r_max, r_max]
//   d = (mean_B - mean) / sd, kept in [-d_max, d_max]
//
// mean_B and the biased var_B are those of the batch, as BatchNorm takes them, mean and var the running ones
// before this batch moves them. r and d count as constants in the gradient. Evaluation: BatchNorm's, by the
// running statistics, which is what training gives while r and d are within their limits. The paper averages
// deviations; here, as in BatchNorm, the unbiased variance is averaged.
//
// Shapes, statistics() and errors as BatchNorm's; track_running_stats = false throws.
class BatchRenorm : public Cloneable<BatchRenorm, Norm>, public RunningStats {
 public:
  explicit BatchRenorm(std::size_t num_features, const BatchRenormOptions& options = {});

  void members(Members& m) override;
  std::string describe() const override;

 private:
  Tensor normalized(const Tensor& x, bool relu) override;

  std::size_t num_features_;
  double r_max_, d_max_;
  std::size_t warmup_;
};

}  // namespace GG_SCALAR
}  // namespace gg
