#include "layers/running_stats.hpp"

#include "core/autograd.hpp"
#include "core/ops/elementwise.hpp"

namespace gg {
inline namespace GG_SCALAR {

RunningStats::RunningStats(const char* name, const Shape& shape, std::optional<double> momentum)
    : momentum_(momentum) {
  GG_CHECK(!momentum || (*momentum >= 0 && *momentum <= 1), name, ": expected momentum in [0, 1], got ",
           momentum.value_or(0));
  if (shape.empty()) return;
  running_mean = zeros(shape);
  running_var = ones(shape);
  num_batches_tracked = zeros({});
}

void RunningStats::absorb(const NormStatistics& batch, std::size_t count) {
  if (!running_mean.defined() || (freeze_running_stats && !observer_)) return;
  const NoGrad no_grad;
  const auto n = static_cast<double>(count);
  absorb(batch, count, batch.var * (n / (n - 1)));
}

void RunningStats::absorb(const NormStatistics& batch, std::size_t count, const Tensor& var) {
  if (!running_mean.defined()) return;
  if (observer_) return observer_(batch, count);
  if (freeze_running_stats) return;
  const double batches = static_cast<double>(num_batches_tracked.item()) + 1;
  update_running({running_mean, running_var}, {batch.mean, var}, momentum_.value_or(1 / batches));
  num_batches_tracked.fill_(batches);
}

void RunningStats::running_members(Members& m) {
  m.buffer("running_mean", running_mean);
  m.buffer("running_var", running_var);
  m.buffer("num_batches_tracked", num_batches_tracked);
}

std::string RunningStats::momentum_text() const {
  return momentum_ ? ", momentum=" + text(*momentum_) : ", cumulative average";
}

std::vector<RunningStats*> layers_with_running_stats(Module& net) {
  std::vector<RunningStats*> layers;
  for (const auto& [name, module] : net.named_modules()) {
    auto* layer = dynamic_cast<RunningStats*>(module);
    if (layer && layer->running_mean.defined()) layers.push_back(layer);
  }
  return layers;
}

FrozenRunningStats::FrozenRunningStats(Module& net) {
  for (RunningStats* layer : layers_with_running_stats(net)) {
    before_.emplace_back(layer, layer->freeze_running_stats);
    layer->freeze_running_stats = true;
  }
}

FrozenRunningStats::~FrozenRunningStats() {
  for (const auto& [layer, frozen] : before_) layer->freeze_running_stats = frozen;
}

void freeze_running_stats(Module& net, bool on) {
  for (RunningStats* layer : layers_with_running_stats(net)) layer->freeze_running_stats = on;
}

}  // namespace GG_SCALAR
}  // namespace gg
