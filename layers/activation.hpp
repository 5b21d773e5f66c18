// Elementwise activations as modules; the formulas are in core/ops/activation.hpp.
#pragma once

#include "layers/module.hpp"

namespace gg {
inline namespace GG_SCALAR {

class ReLU : public Cloneable<ReLU> {
 public:
  Tensor forward(const Tensor& x) override;
  std::string describe() const override { return "ReLU()"; }
};

class Sigmoid : public Cloneable<Sigmoid> {
 public:
  Tensor forward(const Tensor& x) override;
  std::string describe() const override { return "Sigmoid()"; }
};

class Tanh : public Cloneable<Tanh> {
 public:
  Tensor forward(const Tensor& x) override;
  std::string describe() const override { return "Tanh()"; }
};

}  // namespace GG_SCALAR
}  // namespace gg
