#include "optim/adam.hpp"

#include <cmath>

namespace gg {
inline namespace GG_SCALAR {

Adam::Adam(const std::vector<ParameterGroup>& groups, const AdamOptions& options)
    : Adam("Adam", groups, options) {}

Adam::Adam(const char* name, const std::vector<ParameterGroup>& groups, const AdamOptions& options)
    : Optimizer(name, {"exp_avg", "exp_avg_sq"}, groups, options.lr, options.weight_decay),
      options_(options) {
  const auto fraction = [](double beta) { return beta >= 0 && beta < 1; };
  GG_CHECK(fraction(options.beta1) && fraction(options.beta2), name,
           ": expected beta1 and beta2 in [0, 1), got ", options.beta1, " and ", options.beta2);
  check_not_negative("eps", options.eps);
}

void Adam::update(Slot& slot, const Scalar* gradient, const Group& group) {
  // Each parameter counts its own updates: one that had no gradient for a while must not be over-corrected.
  const double t = static_cast<double>(slot.steps);
  const auto beta1 = static_cast<Scalar>(options_.beta1), beta2 = static_cast<Scalar>(options_.beta2);
  const auto eps = static_cast<Scalar>(options_.eps), decay = static_cast<Scalar>(group.weight_decay);
  const auto step = static_cast<Scalar>(group.lr / (1 - std::pow(options_.beta1, t)));
  const auto root = static_cast<Scalar>(1 / std::sqrt(1 - std::pow(options_.beta2, t)));
  Scalar *w = slot.parameter.mutable_data(), *m = slot.state[0].mutable_data(),
         *v = slot.state[1].mutable_data();
  for (std::size_t i = 0; i < slot.parameter.numel(); ++i) {
    const Scalar g = gradient[i] + decay * w[i];
    m[i] = beta1 * m[i] + (1 - beta1) * g;
    v[i] = beta2 * v[i] + (1 - beta2) * g * g;
    w[i] -= step * m[i] / (std::sqrt(v[i]) * root + eps);
  }
}

}  // namespace GG_SCALAR
}  // namespace gg
