#include "optim/adamw.hpp"

namespace gg {
inline namespace GG_SCALAR {

AdamW::AdamW(const std::vector<ParameterGroup>& groups, const AdamOptions& options)
    : Adam("AdamW", groups, options) {}

void AdamW::update(Slot& slot, const Scalar* gradient, const Group& group) {
  const auto keep = static_cast<Scalar>(1 - group.lr * group.weight_decay);
  Scalar* w = slot.parameter.mutable_data();
  for (std::size_t i = 0; i < slot.parameter.numel(); ++i) w[i] *= keep;
  const Group without_decay = {{}, group.lr, 0, group.base_lr};
  Adam::update(slot, gradient, without_decay);
}

}  // namespace GG_SCALAR
}  // namespace gg
