// Dropout as a module; see core/ops/dropout.hpp.
#pragma once

#include "core/ops/dropout.hpp"
#include "layers/module.hpp"

namespace gg {
inline namespace GG_SCALAR {

// dropout() with probability p, while training() only. Throws unless p is in [0, 1].
class Dropout : public Cloneable<Dropout> {
 public:
  explicit Dropout(double p = 0.5) : p_(p) {
    GG_CHECK(p >= 0 && p <= 1, "Dropout: expected a probability in [0, 1], got ", p);
  }
  Tensor forward(const Tensor& x) override { return dropout(x, p_, training()); }
  std::string describe() const override { return "Dropout(p=" + text(p_) + ")"; }

 private:
  double p_;
};

}  // namespace GG_SCALAR
}  // namespace gg
