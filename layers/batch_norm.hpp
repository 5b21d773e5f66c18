// Batch Normalization (Ioffe and Szegedy, arXiv 1502.03167).
#pragma once

#include <optional>

#include "layers/norm.hpp"
#include "layers/running_stats.hpp"

namespace gg {
inline namespace GG_SCALAR {

// What NormOptions says, and how the running statistics move.
struct BatchNormOptions : NormOptions {
  // Weight of the newest batch; none: the plain average of all batches so far.
  std::optional<double> momentum = 0.1;
  bool track_running_stats = true;  // false: statistics of the batch at hand in evaluation, too
};

//   y = (x - mean) / sqrt(var + eps) * gamma + beta
//
// with a mean and a variance for each channel. Training takes them over the samples and positions of the
// batch (var biased) and moves the running ones:
//
//   running <- (1 - momentum) running + momentum batch      with the unbiased variance
//
// Evaluation uses the running ones. x and y are (N, num_features, *spatial) of any rank
// from 2; gamma, beta and statistics() are (num_features). Training throws if a channel has a single value.
// RunningStats (layers/running_stats.hpp) holds the running ones, and can hold them still.
class BatchNorm : public Cloneable<BatchNorm, Norm>, public RunningStats {
 public:
  explicit BatchNorm(std::size_t num_features, const BatchNormOptions& options = {});

  void members(Members& m) override;
  std::string describe() const override;

 protected:
  virtual const char* class_name() const { return "BatchNorm"; }  // as describe() begins
  Tensor normalized(const Tensor& x, bool relu) override;

 private:
  std::size_t num_features_;
};

// The same for inputs of one rank, so that an input that was flattened by mistake is refused.
class BatchNorm1d : public Cloneable<BatchNorm1d, BatchNorm> {  // (N, C) or (N, C, L)
 public:
  using Cloneable::Cloneable;

 protected:
  Tensor normalized(const Tensor& x, bool relu) override;
  const char* class_name() const override { return "BatchNorm1d"; }
};

class BatchNorm2d : public Cloneable<BatchNorm2d, BatchNorm> {  // (N, C, H, W)
 public:
  using Cloneable::Cloneable;

 protected:
  Tensor normalized(const Tensor& x, bool relu) override;
  const char* class_name() const override { return "BatchNorm2d"; }
};

class BatchNorm3d : public Cloneable<BatchNorm3d, BatchNorm> {  // (N, C, D, H, W)
 public:
  using Cloneable::Cloneable;

 protected:
  Tensor normalized(const Tensor& x, bool relu) override;
  const char* class_name() const override { return "BatchNorm3d"; }
};

}  // namespace GG_SCALAR
}  // namespace gg
