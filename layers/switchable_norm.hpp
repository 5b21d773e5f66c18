// Switchable Normalization (Luo et al., arXiv 1806.10779).
#pragma once

#include "layers/batch_norm.hpp"

namespace gg {
inline namespace GG_SCALAR {

//   y = (x - mean) / sqrt(var + eps) * gamma + beta
//
//   mean = sum over k of softmax(mean_weight)_k mean_k
//   var  = sum over k of softmax(var_weight)_k var_k      k = instance, layer, batch norm
//
// The layer learns how much to take of each: of the statistics of a sample and channel, of a sample, and of a
// channel over the batch. Variances are biased. Training and evaluation differ: evaluation takes the running
// mean and (unbiased) variance in place of the batch's, as BatchNorm does. x and y are (N, num_channels,
// *spatial), gamma, beta and running statistics (num_channels); statistics() are (N, num_channels). Training
// throws if a channel has a single value.
class SwitchableNorm : public Cloneable<SwitchableNorm, Norm>, public RunningStats {
 public:
  explicit SwitchableNorm(std::size_t num_channels, const BatchNormOptions& options = {});

  void members(Members& m) override;
  std::string describe() const override;

  Tensor mean_weight, var_weight;  // (3): instance, layer, batch norm; start at 1, hence a third of each

 private:
  Tensor normalized(const Tensor& x, bool relu) override;

  std::size_t num_channels_;
};

}  // namespace GG_SCALAR
}  // namespace gg
