#include "layers/gru.hpp"

#include <cmath>

#include "core/ops.hpp"
#include "layers/init.hpp"
#include "layers/make_norm.hpp"

namespace gg {
inline namespace GG_SCALAR {

GRU::GRU(std::size_t input_size, std::size_t hidden_size, const std::string& norm) : norm_(norm) {
  GG_CHECK(input_size >= 1 && hidden_size >= 1, "GRU: expected sizes of at least 1, got input_size ",
           input_size, " and hidden_size ", hidden_size);
  GG_CHECK(!norm_wraps_weights(norm), "GRU: its weights cannot be standardized, got norm '", norm, "'");
  norm_ih_ = make_norm(norm, 3 * hidden_size);
  norm_hh_ = make_norm(norm, 3 * hidden_size);
  const double bound = 1 / std::sqrt(static_cast<double>(hidden_size));
  const auto fresh = [&](const Shape& shape) {
    Tensor t = empty(shape).requires_grad_();
    init::uniform_(t, -bound, bound);
    return t;
  };
  weight_ih = fresh({3 * hidden_size, input_size});
  weight_hh = fresh({3 * hidden_size, hidden_size});
  bias_ih = fresh({3 * hidden_size});
  bias_hh = fresh({3 * hidden_size});
}

Tensor GRU::forward(const Tensor& x) {
  GG_CHECK(x.dim() == 3 && x.size(2) == weight_ih.size(1) && x.size(1) >= 1, describe(),
           ": expected input (N, L, ", weight_ih.size(1), ") with L of at least 1, got ", x.shape());
  Tensor h = zeros({x.size(0), weight_hh.size(1)});
  Tensors outputs;
  for (long t = 0; t < static_cast<long>(x.size(1)); ++t) {
    h = step(squeeze(slice(x, 1, t, t + 1), {1}), h);
    outputs.push_back(h);
  }
  return stack(outputs, 1);
}

Tensor GRU::step(const Tensor& x, const Tensor& h) {
  const Tensor a = (*norm_ih_)(linear(x, weight_ih)) + bias_ih,
               b = (*norm_hh_)(linear(h, weight_hh)) + bias_hh;
  const long size = static_cast<long>(h.size(1));
  const auto part = [&](const Tensor& all, long i) { return slice(all, 1, i * size, (i + 1) * size); };
  const Tensor r = sigmoid(part(a, 0) + part(b, 0)), z = sigmoid(part(a, 1) + part(b, 1));
  const Tensor n = tanh(part(a, 2) + r * part(b, 2));
  return n + z * (h - n);
}

void GRU::members(Members& m) {
  m.parameter("weight_ih", weight_ih);
  m.parameter("weight_hh", weight_hh);
  m.parameter("bias_ih", bias_ih);
  m.parameter("bias_hh", bias_hh);
  if (norm_ == "none") return;
  m.child("norm_ih", norm_ih_);
  m.child("norm_hh", norm_hh_);
}

std::string GRU::describe() const {
  return "GRU(" + text(weight_ih.size(1)) + ", " + text(weight_hh.size(1)) +
         (norm_ == "none" ? "" : ", norm=" + norm_) + ")";
}

}  // namespace GG_SCALAR
}  // namespace gg
