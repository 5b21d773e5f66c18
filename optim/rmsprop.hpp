// RMSprop (Tieleman and Hinton, 2012), in PyTorch's form.
#pragma once

#include "optim/optimizer.hpp"

namespace gg {
inline namespace GG_SCALAR {

struct RMSpropOptions {
  double lr = 0.01;
  double alpha = 0.99;  // of the running mean of squares
  double eps = 1e-8;
  double momentum = 0;
  double weight_decay = 0;  // added to the gradient
};

// With g the gradient plus weight_decay w:
//
//   s <- alpha s + (1 - alpha) g^2
//   v <- momentum v + g / (sqrt(s) + eps)
//   w <- w - lr v
class RMSprop : public Optimizer {
 public:
  explicit RMSprop(const std::vector<ParameterGroup>& groups, const RMSpropOptions& options = {});
  explicit RMSprop(const Tensors& parameters, const RMSpropOptions& options = {})
      : RMSprop({ParameterGroup(parameters)}, options) {}

 private:
  void update(Slot& slot, const Scalar* gradient, const Group& group) override;

  RMSpropOptions options_;
};

}  // namespace GG_SCALAR
}  // namespace gg
