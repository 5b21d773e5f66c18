// Modules in a row.
#pragma once

#include "layers/module.hpp"

namespace gg {
inline namespace GG_SCALAR {

// forward gives the input to the first module, its output to the second, and so on.
// Children are named "0", "1", ...
class Sequential : public Cloneable<Sequential> {
 public:
  explicit Sequential(std::vector<ModulePtr> modules = {});

  void push_back(ModulePtr module);  // throws on null
  std::size_t size() const { return modules_.size(); }
  Module& operator[](std::size_t i) const;

  Tensor forward(const Tensor& x) override;
  void members(Members& m) override;
  std::string describe() const override { return "Sequential"; }

 private:
  std::vector<ModulePtr> modules_;
};

}  // namespace GG_SCALAR
}  // namespace gg
