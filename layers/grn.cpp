#include "layers/grn.hpp"

#include "core/ops/elementwise.hpp"
#include "core/ops/reduce.hpp"
#include "core/ops/shape.hpp"

namespace gg {
inline namespace GG_SCALAR {

GRN::GRN(std::size_t num_channels, double eps) : eps_(eps) {
  GG_CHECK(num_channels >= 1, "GRN: expected at least 1 channel, got 0");
  GG_CHECK(eps >= 0, "GRN: expected eps of at least 0, got ", eps);
  weight = zeros({num_channels}).requires_grad_();
  bias = zeros({num_channels}).requires_grad_();
}

Tensor GRN::forward(const Tensor& x) {
  const std::size_t C = weight.size(0);
  GG_CHECK(x.dim() >= 2 && x.size(1) == C, describe(), ": expected input (N, ", C, ", *spatial), got ",
           x.shape());
  Shape each_channel(x.dim(), 1);
  each_channel[1] = C;
  Axes positions;
  for (int axis = 2; axis < static_cast<int>(x.dim()); ++axis) positions.push_back(axis);
  const Tensor size = positions.empty() ? abs(x) : norm(x, positions, true);
  const Tensor n = size / (mean(size, {1}, true) + eps_);
  return x + reshape(weight, each_channel) * (x * n) + reshape(bias, each_channel);
}

void GRN::members(Members& m) {
  m.parameter("weight", weight);
  m.parameter("bias", bias);
}

std::string GRN::describe() const { return "GRN(" + text(weight.size(0)) + ")"; }

}  // namespace GG_SCALAR
}  // namespace gg
