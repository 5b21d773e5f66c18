#include "optim/rmsprop.hpp"

#include <cmath>

namespace gg {
inline namespace GG_SCALAR {

RMSprop::RMSprop(const std::vector<ParameterGroup>& groups, const RMSpropOptions& options)
    : Optimizer("RMSprop", {"square_avg", "momentum_buffer"}, groups, options.lr, options.weight_decay),
      options_(options) {
  GG_CHECK(options.alpha >= 0 && options.alpha < 1, "RMSprop: expected alpha in [0, 1), got ", options.alpha);
  check_not_negative("eps", options.eps);
  check_not_negative("momentum", options.momentum);
}

void RMSprop::update(Slot& slot, const Scalar* gradient, const Group& group) {
  const auto lr = static_cast<Scalar>(group.lr), decay = static_cast<Scalar>(group.weight_decay);
  const auto alpha = static_cast<Scalar>(options_.alpha), eps = static_cast<Scalar>(options_.eps),
             momentum = static_cast<Scalar>(options_.momentum);
  Scalar *w = slot.parameter.mutable_data(), *s = slot.state[0].mutable_data(),
         *v = slot.state[1].mutable_data();
  for (std::size_t i = 0; i < slot.parameter.numel(); ++i) {
    const Scalar g = gradient[i] + decay * w[i];
    s[i] = alpha * s[i] + (1 - alpha) * g * g;
    v[i] = momentum * v[i] + g / (std::sqrt(s[i]) + eps);
    w[i] -= lr * v[i];
  }
}

}  // namespace GG_SCALAR
}  // namespace gg
