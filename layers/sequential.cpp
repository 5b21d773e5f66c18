#include "layers/sequential.hpp"

namespace gg {
inline namespace GG_SCALAR {

Sequential::Sequential(std::vector<ModulePtr> modules) {
  for (ModulePtr& module : modules) push_back(std::move(module));
}

void Sequential::push_back(ModulePtr module) {
  GG_CHECK(module != nullptr, "Sequential: module ", modules_.size(), " is null");
  modules_.push_back(std::move(module));
}

Module& Sequential::operator[](std::size_t i) const {
  GG_CHECK(i < modules_.size(), "Sequential: there is no module ", i, ", only ", modules_.size());
  return *modules_[i];
}

Tensor Sequential::forward(const Tensor& x) {
  Tensor y = x;
  for (const ModulePtr& module : modules_) y = (*module)(y);
  return y;
}

void Sequential::members(Members& m) {
  for (std::size_t i = 0; i < modules_.size(); ++i) m.child(text(i), modules_[i]);
}

}  // namespace GG_SCALAR
}  // namespace gg
