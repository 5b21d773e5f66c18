// Elementwise activations as modules; the formulas are in core/ops/activation.hpp.
#pragma once

#include "core/ops/activation.hpp"
#include "layers/module.hpp"

namespace gg {
inline namespace GG_SCALAR {

// relu() as a module.
class ReLU : public Cloneable<ReLU> {
 public:
  Tensor forward(const Tensor& x) override;
  std::string describe() const override { return "ReLU()"; }
};

// sigmoid() as a module.
class Sigmoid : public Cloneable<Sigmoid> {
 public:
  Tensor forward(const Tensor& x) override;
  std::string describe() const override { return "Sigmoid()"; }
};

// tanh() as a module.
class Tanh : public Cloneable<Tanh> {
 public:
  Tensor forward(const Tensor& x) override;
  std::string describe() const override { return "Tanh()"; }
};

// leaky_relu() as a module.
class LeakyReLU : public Cloneable<LeakyReLU> {
 public:
  explicit LeakyReLU(double negative_slope = 0.01) : negative_slope_(negative_slope) {}
  Tensor forward(const Tensor& x) override;
  std::string describe() const override { return "LeakyReLU(negative_slope=" + text(negative_slope_) + ")"; }

 private:
  double negative_slope_;
};

// gelu() as a module.
class GELU : public Cloneable<GELU> {
 public:
  explicit GELU(Gelu form = Gelu::exact) : form_(form) {}
  Tensor forward(const Tensor& x) override;
  std::string describe() const override { return form_ == Gelu::exact ? "GELU()" : "GELU(approximate=tanh)"; }

 private:
  Gelu form_;
};

// silu() as a module.
class SiLU : public Cloneable<SiLU> {
 public:
  Tensor forward(const Tensor& x) override;
  std::string describe() const override { return "SiLU()"; }
};

// softplus() as a module.
class Softplus : public Cloneable<Softplus> {
 public:
  explicit Softplus(double beta = 1) : beta_(beta) {}
  Tensor forward(const Tensor& x) override;
  std::string describe() const override { return "Softplus(beta=" + text(beta_) + ")"; }

 private:
  double beta_;
};

}  // namespace GG_SCALAR
}  // namespace gg
