#include "layers/batch_channel_norm.hpp"

#include "core/autograd.hpp"
#include "core/ops/elementwise.hpp"
#include "core/ops/shape.hpp"

namespace gg {
inline namespace GG_SCALAR {

BatchChannelNorm::BatchChannelNorm(std::size_t num_groups, std::size_t num_channels,
                                   const BatchNormOptions& options)
    : Cloneable("BatchChannelNorm", {num_channels}, options),
      RunningStats("BatchChannelNorm", {num_channels}, options.momentum),
      num_groups_(num_groups),
      num_channels_(num_channels) {
  check_groups("BatchChannelNorm", num_groups, num_channels);
  GG_CHECK(options.track_running_stats, "BatchChannelNorm: cannot do without running statistics");
  if (!options.affine) return;
  batch_weight = ones({num_channels}).requires_grad_();
  batch_bias = zeros({num_channels}).requires_grad_();
}

Tensor BatchChannelNorm::normalized(const Tensor& x, bool relu) {
  check_channels(x, num_channels_);
  if (training() && x.numel() > 0) move_statistics(x.detach());
  const Tensor b = batch_norm(x, {running_mean, running_var}, batch_weight, batch_bias, false, 0, eps_);
  return group_norm(b, num_groups_, weight, bias, eps_, &statistics_, relu);
}

void BatchChannelNorm::move_statistics(const Tensor& x) {
  const NoGrad no_grad;
  // Channels first, so that each is a sample of its own for the op: batch_norm refuses a single value.
  const Tensor channels = transpose(flat(x, num_channels_), 0, 1);
  NormStatistics batch;
  group_norm(channels, 1, {}, {}, eps_, &batch);
  batch = {reshape(batch.mean, {num_channels_}), reshape(batch.var, {num_channels_})};
  const Tensor moved = batch.mean - running_mean;
  absorb(batch, x.numel() / num_channels_, batch.var + moved * moved);
}

void BatchChannelNorm::members(Members& m) {
  Norm::members(m);
  m.parameter("batch_weight", batch_weight);
  m.parameter("batch_bias", batch_bias);
  running_members(m);
}

std::string BatchChannelNorm::describe() const {
  return "BatchChannelNorm(" + text(num_groups_) + ", " + text(num_channels_) + momentum_text() +
         affine_text() + ")";
}

}  // namespace GG_SCALAR
}  // namespace gg
