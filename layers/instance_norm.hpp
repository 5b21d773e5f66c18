// Instance Normalization (Ulyanov et al., arXiv 1607.08022).
#pragma once

#include "layers/norm.hpp"

namespace gg {
inline namespace GG_SCALAR {

// Group norm with one channel a group: a mean and a biased variance for each sample and channel, over
// positions. x and y are (N, num_channels, *spatial). With a single position the result is beta, whatever x
// is. Unlike PyTorch's, gamma and beta are learned by default. statistics() are (N, num_channels).
class InstanceNorm : public Cloneable<InstanceNorm, Norm> {
 public:
  explicit InstanceNorm(std::size_t num_channels, const NormOptions& options = {});

  Tensor forward(const Tensor& x) override;
  std::string describe() const override;

 private:
  std::size_t num_channels_;
};

}  // namespace GG_SCALAR
}  // namespace gg
