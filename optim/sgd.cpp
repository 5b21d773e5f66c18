#include "optim/sgd.hpp"

namespace gg {
inline namespace GG_SCALAR {

SGD::SGD(const std::vector<ParameterGroup>& groups, const SGDOptions& options)
    : Optimizer("SGD", {"momentum_buffer"}, groups, options.lr, options.weight_decay), options_(options) {
  check_not_negative("momentum", options.momentum);
  GG_CHECK(!options.nesterov || options.momentum > 0, "SGD: nesterov needs a momentum above 0");
}

void SGD::update(Slot& slot, const Scalar* gradient, const Group& group) {
  const auto lr = static_cast<Scalar>(group.lr), decay = static_cast<Scalar>(group.weight_decay),
             momentum = static_cast<Scalar>(options_.momentum);
  Scalar *w = slot.parameter.mutable_data(), *v = slot.state[0].mutable_data();
  for (std::size_t i = 0; i < slot.parameter.numel(); ++i) {
    const Scalar g = gradient[i] + decay * w[i];
    v[i] = momentum * v[i] + g;
    w[i] -= lr * (options_.nesterov ? g + momentum * v[i] : v[i]);
  }
}

}  // namespace GG_SCALAR
}  // namespace gg
