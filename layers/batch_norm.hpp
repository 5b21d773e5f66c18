// Batch Normalization (Ioffe and Szegedy, arXiv 1502.03167).
#pragma once

#include <optional>

#include "layers/norm.hpp"

namespace gg {
inline namespace GG_SCALAR {

struct BatchNormOptions : NormOptions {
  std::optional<double> momentum =
      0.1;  // weight of the newest batch; none: the plain average of all batches so far
  bool track_running_stats = true;  // false: statistics of the batch at hand in evaluation, too
};

// A mean and a variance for each channel, over samples and positions. x and y are (N, num_features, *spatial)
// of any rank from 2: it serves as BatchNorm1d, 2d and 3d. Training and evaluation differ: training uses the
// statistics of the batch and moves the running ones, evaluation uses the running ones. Training throws if a
// channel has a single value. statistics() are (num_features).
class BatchNorm : public Cloneable<BatchNorm, Norm> {
 public:
  explicit BatchNorm(std::size_t num_features, const BatchNormOptions& options = {});

  Tensor forward(const Tensor& x) override;
  void members(Members& m) override;
  std::string describe() const override;

  Tensor running_mean, running_var;  // start at 0 and 1; running_var is of the unbiased variance
  Tensor num_batches_tracked;        // a count, shape {}

  // Set to true while probing: training statistics are used, but the running ones stay where they are.
  bool freeze_running_stats = false;

 private:
  double next_momentum();

  std::size_t num_features_;
  std::optional<double> momentum_;
};

}  // namespace GG_SCALAR
}  // namespace gg
