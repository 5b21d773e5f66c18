// Filter Response Normalization with its Thresholded Linear Unit (Singh and Krishnan, arXiv 1911.09737).
#pragma once

#include "layers/norm.hpp"

namespace gg {
inline namespace GG_SCALAR {

// What FilterResponseNorm can be told; eps is the paper's 1e-6 unless given.
struct FilterResponseNormOptions : NormOptions {
  FilterResponseNormOptions() { eps = 1e-6; }
  // Learn an eps for each channel, eps + |e| with e from 1e-4, as the paper does where a channel has a single
  // position: y is little more than the sign of x there, whatever its size, if eps is small.
  bool learn_eps = false;
};

//   y = max(gamma x / sqrt(nu2 + eps) + beta, tau)      nu2 = mean of x^2
//
// with nu2 for each sample and channel, over positions: neither a mean is taken out nor another sample seen.
// It brings its activation along, max(., tau) with a learned tau in place of a ReLU. x and y are (N,
// num_channels, *spatial), gamma, beta and tau (num_channels); affine = false leaves out all three and the
// activation. The same in training and evaluation. statistics() are (N, num_channels), with the mean 0 and
// var nu2.
class FilterResponseNorm : public Cloneable<FilterResponseNorm, Norm> {
 public:
  explicit FilterResponseNorm(std::size_t num_channels, const FilterResponseNormOptions& options = {});

  void members(Members& m) override;
  std::string describe() const override;
  bool has_activation() const override { return tau.defined(); }

  Tensor tau;          // starts at 0: a ReLU
  Tensor learned_eps;  // e; undefined unless learn_eps

 private:
  Tensor normalized(const Tensor& x, bool relu) override;

  std::size_t num_channels_;
};

}  // namespace GG_SCALAR
}  // namespace gg
