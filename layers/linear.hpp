// The fully connected layer.
#pragma once

#include "layers/module.hpp"

namespace gg {
inline namespace GG_SCALAR {

//   y = x weight^T + bias
//
// x is (N, in_features), y is (N, out_features).
class Linear : public Cloneable<Linear> {
 public:
  Linear(std::size_t in_features, std::size_t out_features, bool bias = true);

  Tensor forward(const Tensor& x) override;
  void members(Members& m) override;
  std::string describe() const override;

  Tensor weight, bias;  // (out, in) and (out); start uniform in +- 1 / sqrt(in_features), as in PyTorch
};

}  // namespace GG_SCALAR
}  // namespace gg
