#include "layers/parameter_filters.hpp"

#include <set>

#include "layers/norm.hpp"

namespace gg {
inline namespace GG_SCALAR {

bool is_norm_parameter(const Module& owner, const std::string&, const Tensor&) {
  return dynamic_cast<const Norm*>(&owner) != nullptr;
}

bool is_bias(const Module& owner, const std::string& name, const Tensor& parameter) {
  return !is_norm_parameter(owner, name, parameter) && name.rfind("bias", 0) == 0;
}

bool is_weight(const Module& owner, const std::string& name, const Tensor& parameter) {
  return !is_norm_parameter(owner, name, parameter) && !is_bias(owner, name, parameter);
}

SplitParameters split_parameters(Module& module, const ParameterFilter& choose) {
  SplitParameters split;
  std::set<const TensorImpl*> seen;
  for (const auto& [prefix, owner] : module.named_modules()) {
    for (const auto& [name, parameter] : owner->named_parameters(false)) {
      if (!seen.insert(parameter.impl()).second) continue;
      (choose(*owner, name, parameter) ? split.chosen : split.rest).push_back(parameter);
    }
  }
  return split;
}

}  // namespace GG_SCALAR
}  // namespace gg
