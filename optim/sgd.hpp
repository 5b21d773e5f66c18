// Stochastic gradient descent.
#pragma once

#include "optim/optimizer.hpp"

namespace gg {
inline namespace GG_SCALAR {

// What the formulas of SGD leave open.
struct SGDOptions {
  double lr = 0.1;          // the learning rate
  double momentum = 0;      // how much of the last update goes into this one
  double weight_decay = 0;  // added to the gradient, times the parameter
  bool nesterov = false;    // needs momentum
};

// Steps along the gradient, with or without momentum. With g the gradient, w the parameter (PyTorch's form):
//
//   g <- g + weight_decay w
//   v <- momentum v + g      v starts as the first g
//   w <- w - lr v
//   w <- w - lr (g + momentum v)      in place of the last, with nesterov
class SGD : public Optimizer {
 public:
  explicit SGD(const std::vector<ParameterGroup>& groups, const SGDOptions& options = {});
  explicit SGD(const Tensors& parameters, const SGDOptions& options = {})
      : SGD({ParameterGroup(parameters)}, options) {}

 private:
  void update(Slot& slot, const Scalar* gradient, const Group& group) override;

  SGDOptions options_;
};

}  // namespace GG_SCALAR
}  // namespace gg
