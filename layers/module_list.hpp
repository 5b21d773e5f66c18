// Modules in a list, for a module of one's own that calls them in its own way.
#pragma once

#include "layers/module.hpp"

namespace gg {
inline namespace GG_SCALAR {

// Its modules belong to the model (names "0", "1", ...), but it has no forward pass: calling it throws.
class ModuleList : public Cloneable<ModuleList> {
 public:
  explicit ModuleList(std::vector<ModulePtr> modules = {});

  void push_back(ModulePtr module);                     // throws on null
  std::size_t size() const { return modules_.size(); }  // number of modules
  Module& operator[](std::size_t i) const;              // throws if there is none

  Tensor forward(const Tensor& x) override;
  void members(Members& m) override;
  std::string describe() const override { return "ModuleList"; }

 private:
  std::vector<ModulePtr> modules_;
};

}  // namespace GG_SCALAR
}  // namespace gg
