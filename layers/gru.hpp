// Gated recurrent unit (Cho et al., arXiv 1406.1078), in PyTorch's form.
#pragma once

#include "layers/module.hpp"

namespace gg {
inline namespace GG_SCALAR {

// A recurrent layer over sequences. For each step t, with h(0) = 0 and sigma the logistic function:
//
//   a = norm(W_ih x(t)) + b_ih
//   b = norm(W_hh h(t - 1)) + b_hh      a and b have parts r, z, n of hidden_size each
//   r = sigma(a_r + b_r)
//   z = sigma(a_z + b_z)
//   n = tanh(a_n + r * b_n)
//   h(t) = (1 - z) * n + z * h(t - 1)
//
// x is (N, L, input_size), y is (N, L, hidden_size): all h(t). norm: a text for make_norm, over
// 3 hidden_size channels; with groups, for example "gn:3", recurrent nets are normalized one sample and step
// at a time.
class GRU : public Cloneable<GRU> {
 public:
  GRU(std::size_t input_size, std::size_t hidden_size, const std::string& norm = "none");

  Tensor forward(const Tensor& x) override;
  void members(Members& m) override;
  std::string describe() const override;

  // (3 hidden, input), (3 hidden, hidden) and twice (3 hidden); start uniform in +- 1 / sqrt(hidden_size).
  Tensor weight_ih, weight_hh, bias_ih, bias_hh;

 private:
  Tensor step(const Tensor& x, const Tensor& h);

  std::string norm_;
  ModulePtr norm_ih_, norm_hh_;
};

}  // namespace GG_SCALAR
}  // namespace gg
