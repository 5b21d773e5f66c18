// Layer Normalization (Ba et al., arXiv 1607.06450).
#pragma once

#include "layers/norm.hpp"

namespace gg {
inline namespace GG_SCALAR {

//   y = (x - mean) / sqrt(var + eps) * gamma + beta
//
// with a mean and a biased variance for each position before the last axes, over those axes; gamma and beta
// have their shape. x and y are (*, *normalized_shape), or an Error is thrown; statistics() have the shape of
// the axes before. The same in training and evaluation.
//
// In convolutional nets the literature's "layer norm" is often the other one, over (C, *spatial) with gamma
// and beta per channel: that is GroupNorm(1, C), or "ln" for make_norm.
class LayerNorm : public Cloneable<LayerNorm, Norm> {
 public:
  explicit LayerNorm(const Shape& normalized_shape, const NormOptions& options = {});

  std::string describe() const override;

 private:
  Tensor normalized(const Tensor& x, bool relu) override;

  Shape normalized_shape_;
};

}  // namespace GG_SCALAR
}  // namespace gg
