// Instance Normalization (Ulyanov et al., arXiv 1607.08022).
#pragma once

#include "layers/norm.hpp"

namespace gg {
inline namespace GG_SCALAR {

//   y = (x - mean) / sqrt(var + eps) * gamma + beta
//
// with a mean and a biased variance for each sample and channel, over positions: group norm with one channel
// a group. x and y are (N, num_channels, *spatial), or an Error is thrown; gamma and beta are (num_channels),
// statistics() (N, num_channels). The same in training and evaluation. With a single position the result is
// beta, whatever x is. Unlike PyTorch's, gamma and beta are learned by default.
class InstanceNorm : public Cloneable<InstanceNorm, Norm> {
 public:
  explicit InstanceNorm(std::size_t num_channels, const NormOptions& options = {});

  std::string describe() const override;

 private:
  Tensor normalized(const Tensor& x, bool relu) override;

  std::size_t num_channels_;
};

}  // namespace GG_SCALAR
}  // namespace gg
