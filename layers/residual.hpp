// A residual connection (He et al., arXiv 1512.03385).
#pragma once

#include "layers/module.hpp"

namespace gg {
inline namespace GG_SCALAR {

// y = body(x) + shortcut(x). The shortcut is the identity unless one is given: a 1x1 convolution where the
// body changes the shape. Throws if the two results differ in shape.
class Residual : public Cloneable<Residual> {
 public:
  explicit Residual(ModulePtr body, ModulePtr shortcut = nullptr);

  Tensor forward(const Tensor& x) override;
  void members(Members& m) override;
  std::string describe() const override { return "Residual"; }

 private:
  ModulePtr body_, shortcut_;
};

}  // namespace GG_SCALAR
}  // namespace gg
