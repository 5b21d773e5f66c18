// Transposed 2-d convolution with learned filters, which enlarges images.
#pragma once

#include "core/ops/convolution.hpp"
#include "layers/module.hpp"

namespace gg {
inline namespace GG_SCALAR {

// x is (N, in_channels, H, W), y is (N, out_channels, Ho, Wo); see conv_transpose2d in
// core/ops/convolution.hpp for the sizes and for what throws.
class ConvTranspose2d : public Cloneable<ConvTranspose2d> {
 public:
  ConvTranspose2d(std::size_t in_channels, std::size_t out_channels, Size2 kernel,
                  const ConvTranspose2dOptions& options = {}, bool bias = true);

  Tensor forward(const Tensor& x) override;
  void members(Members& m) override;
  std::string describe() const override;

  // (in, out / groups, kh, kw) and (out); start uniform in +- 1 / sqrt(out / groups kh kw), as in PyTorch.
  Tensor weight, bias;

  const ConvTranspose2dOptions& options() const { return options_; }  // as given

 private:
  ConvTranspose2dOptions options_;
};

}  // namespace GG_SCALAR
}  // namespace gg
