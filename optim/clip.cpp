#include "optim/clip.hpp"

#include <algorithm>
#include <cmath>

namespace gg {
inline namespace GG_SCALAR {
namespace {

// Calls visit(gradient) for each element there is.
template <class Visit>
void for_each_gradient(const Tensors& parameters, Visit visit) {
  for (const Tensor& parameter : parameters) {
    Tensor gradient = parameter.grad();
    if (!gradient.defined()) continue;
    std::for_each_n(gradient.mutable_data(), gradient.numel(), visit);
  }
}

}  // namespace

double clip_grad_norm_(const Tensors& parameters, double max_norm) {
  GG_CHECK(max_norm > 0, "clip_grad_norm_: expected max_norm above 0, got ", max_norm);
  double squares = 0;
  for_each_gradient(parameters,
                    [&](Scalar g) { squares += static_cast<double>(g) * static_cast<double>(g); });
  const double norm = std::sqrt(squares);
  if (norm > max_norm) {
    const auto scale = static_cast<Scalar>(max_norm / (norm + 1e-6));
    for_each_gradient(parameters, [&](Scalar& g) { g *= scale; });
  }
  return norm;
}

void clip_grad_value_(const Tensors& parameters, double limit) {
  GG_CHECK(limit > 0, "clip_grad_value_: expected a limit above 0, got ", limit);
  const auto bound = static_cast<Scalar>(limit);
  for_each_gradient(parameters, [&](Scalar& g) { g = std::clamp(g, -bound, bound); });
}

}  // namespace GG_SCALAR
}  // namespace gg
