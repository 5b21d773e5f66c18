#include "layers/module_list.hpp"

namespace gg {
inline namespace GG_SCALAR {

ModuleList::ModuleList(std::vector<ModulePtr> modules) {
  for (ModulePtr& module : modules) push_back(std::move(module));
}

void ModuleList::push_back(ModulePtr module) {
  GG_CHECK(module != nullptr, describe(), ": module ", modules_.size(), " is null");
  modules_.push_back(std::move(module));
}

Module& ModuleList::operator[](std::size_t i) const {
  GG_CHECK(i < modules_.size(), describe(), ": there is no module ", i, ", only ", modules_.size());
  return *modules_[i];
}

Tensor ModuleList::forward(const Tensor&) {
  fail_with(describe(), ": has no forward pass; call its modules");
}

void ModuleList::members(Members& m) {
  for (std::size_t i = 0; i < modules_.size(); ++i) m.child(text(i), modules_[i]);
}

}  // namespace GG_SCALAR
}  // namespace gg
