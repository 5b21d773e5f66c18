// Adam (Kingma and Ba, arXiv 1412.6980).
#pragma once

#include "optim/optimizer.hpp"

namespace gg {
inline namespace GG_SCALAR {

// What the formulas of Adam leave open.
struct AdamOptions {
  double lr = 1e-3;                   // the learning rate
  double beta1 = 0.9, beta2 = 0.999;  // how much of its past each running mean keeps, in [0, 1)
  double eps = 1e-8;                  // added to the denominator
  double weight_decay = 0;            // added to the gradient (L2), as in the paper
};

// Steps along the mean gradient over its root mean square. With g the gradient (plus weight_decay w), t the
// number of this step from 1:
//
//   m <- beta1 m + (1 - beta1) g
//   v <- beta2 v + (1 - beta2) g^2
//   w <- w - lr (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + eps)
class Adam : public Optimizer {
 public:
  explicit Adam(const std::vector<ParameterGroup>& groups, const AdamOptions& options = {});
  explicit Adam(const Tensors& parameters, const AdamOptions& options = {})
      : Adam({ParameterGroup(parameters)}, options) {}

 protected:
  Adam(const char* name, const std::vector<ParameterGroup>& groups, const AdamOptions& options);  // for kin
  void update(Slot& slot, const Scalar* gradient, const Group& group) override;

 private:
  AdamOptions options_;
};

}  // namespace GG_SCALAR
}  // namespace gg
