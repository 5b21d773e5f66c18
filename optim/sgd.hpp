// Stochastic gradient descent.
#pragma once

#include "optim/optimizer.hpp"

namespace gg {
inline namespace GG_SCALAR {

struct SGDOptions {
  double lr = 0.1;
  double momentum = 0;
  double weight_decay = 0;
  bool nesterov = false;  // needs momentum
};

// With g the gradient, w the parameter (PyTorch's form):
//
//   g <- g + weight_decay w
//   v <- momentum v + g                      (v starts as the first g)
//   w <- w - lr v,  or with nesterov  w - lr (g + momentum v)
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
