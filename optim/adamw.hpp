// Adam with decoupled weight decay (Loshchilov and Hutter, arXiv 1711.05101).
#pragma once

#include "optim/adam.hpp"

namespace gg {
inline namespace GG_SCALAR {

//   w <- w - lr weight_decay w
//
// then Adam's step from the plain gradient. Options as Adam's; weight_decay
// is usually larger here, 0.01 in PyTorch.
class AdamW : public Adam {
 public:
  explicit AdamW(const std::vector<ParameterGroup>& groups, const AdamOptions& options = {});
  explicit AdamW(const Tensors& parameters, const AdamOptions& options = {})
      : AdamW({ParameterGroup(parameters)}, options) {}

 private:
  void update(Slot& slot, const Scalar* gradient, const Group& group) override;
};

}  // namespace GG_SCALAR
}  // namespace gg
