// Reshaping as a module.
#pragma once

#include "core/ops/shape.hpp"
#include "layers/module.hpp"

namespace gg {
inline namespace GG_SCALAR {

// (N, ...) to (N, everything else)
class Flatten : public Cloneable<Flatten> {
 public:
  Tensor forward(const Tensor& x) override { return flatten(x, 1); }
  std::string describe() const override { return "Flatten()"; }
};

// Gives back its input: the normalizer "none".
class Identity : public Cloneable<Identity> {
 public:
  Tensor forward(const Tensor& x) override { return x; }
  std::string describe() const override { return "Identity()"; }
};

}  // namespace GG_SCALAR
}  // namespace gg
