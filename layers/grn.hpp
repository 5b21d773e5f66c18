// Global Response Normalization, of ConvNeXt V2 (Woo et al., arXiv 2301.00808).
#pragma once

#include "layers/norm.hpp"

namespace gg {
inline namespace GG_SCALAR {

//   y = x + gamma (x n) + beta      n_c = |x_c| / (mean over channels of |x| + eps)
//
// with |x_c| the Euclidean norm of a sample's channel over its positions. It makes channels compete and does
// not bring x to any size or mean, so that it is no replacement for the other normalizers; it does nothing at
// the start, where gamma and beta are 0. x and y are (N, num_channels, *spatial), gamma and beta
// (num_channels). The same in training and evaluation; no sample sees another. Throws on other shapes.
// statistics() are (N, num_channels), with the mean 0 and var the mean of x_c^2.
class GRN : public Cloneable<GRN, Norm> {
 public:
  explicit GRN(std::size_t num_channels, double eps = 1e-6);

  std::string describe() const override;

 private:
  Tensor normalized(const Tensor& x, bool relu) override;
};

}  // namespace GG_SCALAR
}  // namespace gg
