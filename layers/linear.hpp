// The fully connected layer.
#pragma once

#include "layers/module.hpp"

namespace gg {
inline namespace GG_SCALAR {

//   y = x weight^T + bias
//
// x is (..., in_features), y is (..., out_features), for example (N, in_features) and (N, out_features).
class Linear : public Cloneable<Linear> {
 public:
  Linear(std::size_t in_features, std::size_t out_features, bool bias = true);

  Tensor forward(const Tensor& x) override;
  void members(Members& m) override;
  std::string describe() const override;

  Tensor weight, bias;  // (out_features, in_features) and (out_features); start uniform in +- 1 /
                        // sqrt(in_features), as in PyTorch
};

}  // namespace GG_SCALAR
}  // namespace gg
