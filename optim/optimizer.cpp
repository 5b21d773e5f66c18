#include "optim/optimizer.hpp"

#include <set>

namespace gg {
inline namespace GG_SCALAR {

Optimizer::Optimizer(const char* name, const std::vector<ParameterGroup>& groups, double lr,
                     double weight_decay) {
  std::set<const TensorImpl*> seen;
  for (const ParameterGroup& given : groups) {
    Group group{{}, given.lr.value_or(lr), given.weight_decay.value_or(weight_decay)};
    GG_CHECK(group.lr >= 0 && group.weight_decay >= 0, name,
             ": expected lr and weight_decay of at least 0, got ", group.lr, " and ", group.weight_decay);
    for (const Tensor& parameter : given.parameters) {
      GG_CHECK(parameter.requires_grad() && parameter.is_leaf(), name, ": a parameter of shape ",
               parameter.shape(), " is no leaf that requires a gradient");
      GG_CHECK(seen.insert(parameter.impl()).second, name, ": a parameter of shape ", parameter.shape(),
               " is there twice");
      group.slots.push_back({parameter, {}});
    }
    groups_.push_back(std::move(group));
  }
  GG_CHECK(!seen.empty(), name, ": there are no parameters to optimize");
}

void Optimizer::step() {
  for (Group& group : groups_) {
    for (Slot& slot : group.slots) {
      const Tensor gradient = slot.parameter.grad();
      if (gradient.defined()) update(slot, gradient.data(), group);
    }
  }
}

void Optimizer::zero_grad() {
  for (Group& group : groups_) {
    for (Slot& slot : group.slots) slot.parameter.zero_grad();
  }
}

double Optimizer::lr(std::size_t group) const {
  GG_CHECK(group < groups_.size(), "lr: there is no parameter group ", group, ", only ", groups_.size());
  return groups_[group].lr;
}

void Optimizer::set_lr(std::size_t group, double lr) {
  GG_CHECK(group < groups_.size(), "set_lr: there is no parameter group ", group, ", only ", groups_.size());
  GG_CHECK(lr >= 0, "set_lr: expected a learning rate of at least 0, got ", lr);
  groups_[group].lr = lr;
}

}  // namespace GG_SCALAR
}  // namespace gg
