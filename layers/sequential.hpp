// Modules in a row.
#pragma once

#include "layers/module_list.hpp"

namespace gg {
inline namespace GG_SCALAR {

// A list of modules with a forward pass: gives the input to the first, its output to the second, and so on.
// A norm and the ReLU behind it are computed in one pass, which gives the same numbers, unless one of them
// has forward hooks. Children are named "0", "1", ...
class Sequential : public Cloneable<Sequential, ModuleList> {
 public:
  using Cloneable::Cloneable;
  Tensor forward(const Tensor& x) override;
  std::string describe() const override { return "Sequential"; }
};

}  // namespace GG_SCALAR
}  // namespace gg
