#include "layers/switchable_norm.hpp"

#include "core/ops/activation.hpp"
#include "core/ops/elementwise.hpp"
#include "core/ops/reduce.hpp"
#include "core/ops/shape.hpp"
#include "core/ops/slice.hpp"
#include "layers/mean_square.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

// Joins the moments of sets of one size into those of their union along an axis: the variance is the mean of
// their variances and the variance of their means, which cancels nothing.
NormStatistics joined(const NormStatistics& sets, int axis) {
  return {mean(sets.mean, {axis}, true), mean(sets.var, {axis}, true) + var(sets.mean, {axis}, true, 0)};
}

// The parts by their learned shares.
Tensor mixed(const Tensor& weights, const Tensor& instance, const Tensor& layer, const Tensor& batch) {
  const Tensor share = softmax(weights, 0);
  return slice(share, 0, 0, 1) * instance + slice(share, 0, 1, 2) * layer + slice(share, 0, 2, 3) * batch;
}

}  // namespace

SwitchableNorm::SwitchableNorm(std::size_t num_channels, const BatchNormOptions& options)
    : Cloneable("SwitchableNorm", {num_channels}, options),
      RunningStats("SwitchableNorm", options.track_running_stats ? Shape{num_channels} : Shape{},
                   options.momentum),
      mean_weight(ones({3}).requires_grad_()),
      var_weight(ones({3}).requires_grad_()),
      num_channels_(num_channels) {}

Tensor SwitchableNorm::normalized(const Tensor& x, bool relu) {
  const Tensor raw = flat(x, num_channels_);
  const bool of_batch = training() || !running_mean.defined();
  const std::size_t count = raw.size(0) * raw.size(2);
  GG_CHECK(!of_batch || count > 1, describe(), ": expected more than 1 value per channel when ",
           training() ? "training" : "there are no running statistics", ", got input ", x.shape());
  // The same constants for all, so that nothing is lost where means are large, and no square overflows.
  const Tensor shift = count ? mean(raw.detach()) : Tensor(0),
               scale = count ? overflow_scale(raw, {}) : Tensor(1);
  const Tensor v = (raw - shift) / reshape(scale, {1, 1, 1});
  const Tensor s = reshape(scale, {1, 1, 1});

  const NormStatistics instance{mean(v, {2}, true), var(v, {2}, true, 0)};
  const NormStatistics layer = joined(instance, 1);
  const Shape each_channel{1, num_channels_, 1};
  NormStatistics batch;
  if (of_batch) {
    batch = joined(instance, 0);
    absorb({reshape(batch.mean.detach() * s + shift, {num_channels_}),
            reshape(batch.var.detach() * s * s, {num_channels_})},
           count);
  } else {
    batch = {(reshape(running_mean.clone(), each_channel) - shift) / s,
             reshape(running_var.clone(), each_channel) / s / s};
  }
  const Tensor m = mixed(mean_weight, instance.mean, layer.mean, batch.mean);
  const Tensor spread = mixed(var_weight, instance.var, layer.var, batch.var);
  const Shape each{x.size(0), num_channels_};
  statistics_ = {reshape(m.detach() * s + shift, each), reshape(spread.detach() * s * s, each)};
  const Tensor y = reshape(scaled((v - m) * rsqrt(spread + eps_ / s / s)), x.shape());
  return relu ? gg::relu(y) : y;
}

void SwitchableNorm::members(Members& m) {
  Norm::members(m);
  m.parameter("mean_weight", mean_weight);
  m.parameter("var_weight", var_weight);
  running_members(m);
}

std::string SwitchableNorm::describe() const {
  return "SwitchableNorm(" + text(num_channels_) + momentum_text() + affine_text() + tracking_text() + ")";
}

}  // namespace GG_SCALAR
}  // namespace gg
