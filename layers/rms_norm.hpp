// Root Mean Square Layer Normalization (Zhang and Sennrich, arXiv 1910.07467).
#pragma once

#include "layers/norm.hpp"

namespace gg {
inline namespace GG_SCALAR {

// What RMSNorm can be told.
struct RMSNormOptions : NormOptions {
  // Normalize whole samples with a gain per channel, as GroupNorm(1, C) does: normalized_shape is {C} then.
  bool whole_samples = false;
};

//   y = x / sqrt(mean of x^2 + eps) * gamma
//
// Layer norm without its mean and beta. The mean is over the last axes of x, which must be normalized_shape,
// and gamma has that shape, as in PyTorch. With whole_samples x is (N, C, *spatial), the mean is over all
// axes but the first, and gamma has one entry a channel. Throws on other shapes. The same in training and
// evaluation. statistics() have the axes before the normalized ones, with the mean 0 and var the mean of x^2.
class RMSNorm : public Cloneable<RMSNorm, Norm> {
 public:
  explicit RMSNorm(const Shape& normalized_shape, const RMSNormOptions& options = {});

  std::string describe() const override;

 private:
  Tensor normalized(const Tensor& x, bool relu) override;
  Tensor over_last_axes(const Tensor& x);
  Tensor over_samples(const Tensor& x);

  Shape normalized_shape_;
  bool whole_samples_;
};

}  // namespace GG_SCALAR
}  // namespace gg
