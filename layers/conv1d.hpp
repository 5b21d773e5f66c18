// 1-d convolution with learned filters, for sequences.
#pragma once

#include "core/ops/convolution.hpp"
#include "layers/module.hpp"

namespace gg {
inline namespace GG_SCALAR {

// x is (N, in_channels, L), y is (N, out_channels, Lo); see conv1d in core/ops/convolution.hpp. Throws as
// conv1d does.
class Conv1d : public Cloneable<Conv1d> {
 public:
  Conv1d(std::size_t in_channels, std::size_t out_channels, std::size_t kernel,
         const Conv1dOptions& options = {}, bool bias = true);

  Tensor forward(const Tensor& x) override;
  void members(Members& m) override;
  std::string describe() const override;

  Tensor weight, bias;  // (out, in / groups, kernel) and (out); start uniform in +- 1 / sqrt(fan_in)

 private:
  Conv1dOptions options_;
};

}  // namespace GG_SCALAR
}  // namespace gg
