// 2-d convolution with learned filters.
#pragma once

#include "core/ops/convolution.hpp"
#include "layers/module.hpp"

namespace gg {
inline namespace GG_SCALAR {

// x is (N, in_channels, H, W), y is (N, out_channels, Ho, Wo); see conv2d in
// core/ops/convolution.hpp for the sizes and for what throws.
class Conv2d : public Cloneable<Conv2d> {
 public:
  Conv2d(std::size_t in_channels, std::size_t out_channels, Size2 kernel, const Conv2dOptions& options = {},
         bool bias = true);

  Tensor forward(const Tensor& x) override;
  void members(Members& m) override;
  std::string describe() const override;

  Tensor weight, bias;  // (out, in / groups, kh, kw) and (out); start uniform in +- 1 / sqrt(fan_in)

 private:
  Conv2dOptions options_;
};

}  // namespace GG_SCALAR
}  // namespace gg
