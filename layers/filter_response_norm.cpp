#include "layers/filter_response_norm.hpp"

#include "core/ops/activation.hpp"
#include "core/ops/elementwise.hpp"
#include "core/ops/select.hpp"
#include "core/ops/shape.hpp"
#include "layers/mean_square.hpp"

namespace gg {
inline namespace GG_SCALAR {

FilterResponseNorm::FilterResponseNorm(std::size_t num_channels, const FilterResponseNormOptions& options)
    : Cloneable("FilterResponseNorm", {num_channels}, options), num_channels_(num_channels) {
  if (options.affine) tau = zeros({num_channels}).requires_grad_();
  if (options.learn_eps) learned_eps = full({num_channels}, 1e-4).requires_grad_();
}

Tensor FilterResponseNorm::normalized(const Tensor& x, bool relu) {
  const Tensor v = flat(x, num_channels_);
  const Shape each_channel{1, num_channels_, 1};
  const Tensor eps = learned_eps.defined() ? eps_ + abs(reshape(learned_eps, each_channel)) : Tensor(eps_);
  Tensor nu2;
  Tensor y = scaled(divide_by_rms(v, v, {2}, eps, &nu2));
  if (tau.defined()) y = maximum(y, reshape(tau, each_channel));
  statistics_ = {zeros({x.size(0), num_channels_}), reshape(nu2, {x.size(0), num_channels_})};
  return relu ? gg::relu(reshape(y, x.shape())) : reshape(y, x.shape());
}

void FilterResponseNorm::members(Members& m) {
  Norm::members(m);
  m.parameter("tau", tau);
  m.parameter("learned_eps", learned_eps);
}

std::string FilterResponseNorm::describe() const {
  return "FilterResponseNorm(" + text(num_channels_) + affine_text() +
         (learned_eps.defined() ? ", learn_eps=true" : "") + ")";
}

}  // namespace GG_SCALAR
}  // namespace gg
