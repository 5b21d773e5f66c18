// EvoNorm-S0, a normalizer and activation in one that was found by a search (Liu et al., arXiv 2004.02967).
#pragma once

#include "layers/norm.hpp"

namespace gg {
inline namespace GG_SCALAR {

//   y = x sigmoid(v x) / sqrt(var + eps) * gamma + beta
//
// with a biased variance for each sample and group of neighbouring channels, over the group's channels and
// all positions, as in GroupNorm. No mean is taken out of x. It is its own activation: no ReLU is to follow.
// x and y are (N, num_channels, *spatial); v, gamma and beta have one entry a channel. The same in training
// and evaluation; no sample sees another. Throws unless num_channels is a multiple of num_groups.
// statistics() are (N, num_groups).
class EvoNormS0 : public Cloneable<EvoNormS0, Norm> {
 public:
  EvoNormS0(std::size_t num_groups, std::size_t num_channels, const NormOptions& options = {});

  void members(Members& m) override;
  std::string describe() const override;
  bool has_activation() const override { return true; }

  Tensor v;  // starts at 1; learned, with or without gamma and beta

 private:
  Tensor normalized(const Tensor& x, bool relu) override;

  std::size_t num_groups_, num_channels_;
};

}  // namespace GG_SCALAR
}  // namespace gg
