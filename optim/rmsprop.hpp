// RMSprop (Tieleman and Hinton, 2012), in PyTorch's form.
#pragma once

#include "optim/optimizer.hpp"

namespace gg {
inline namespace GG_SCALAR {

// What the formulas of RMSprop leave open.
struct RMSpropOptions {
  double lr = 0.01;         // the learning rate
  double alpha = 0.99;      // how much of its past the running mean of squares keeps, in [0, 1)
  double eps = 1e-8;        // added to the denominator
  double momentum = 0;      // how much of the last update goes into this one
  double weight_decay = 0;  // added to the gradient
};

// Steps along the gradient over its root mean square. With g the gradient plus weight_decay w:
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
