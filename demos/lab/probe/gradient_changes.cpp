#include "demos/lab/probe/gradient_changes.hpp"

#include "demos/lab/measure/gradient_change.hpp"

namespace gg::lab {

void GradientChanges::see_gradients(const TrainingStep& step) {
  if (before_at_ + 1 != step.number) return;
  GradientSums total;
  const auto write = [&](const std::string& layer, const GradientChange& change) {
    record(step, layer, "gradient change", {change.absolute});
    record(step, layer, "relative change", {change.relative});
    record(step, layer, "gradient cosine", {change.cosine});
  };
  bool any = false;
  for (const auto& [name, parameter] : step.net.named_parameters()) {
    const Tensor gradient = parameter.grad();
    const auto old = before_.find(name);
    // A net that took the place of another may have other parameters.
    if (!gradient.defined() || old == before_.end() || old->second.size() != gradient.numel()) continue;
    const GradientSums sums = gradient_sums(gradient.data(), old->second.data(), gradient.numel());
    write(name, sums.change());
    total += sums;
    any = true;
  }
  if (any) write("", total.change());
}

void GradientChanges::after_backward(const TrainingStep& step) {
  Probe::after_backward(step);
  if (!observes(step.number + 1)) return;
  before_at_ = step.number;
  for (auto& [name, values] : before_) values.clear();  // but keep their memory
  for (const auto& [name, parameter] : step.net.named_parameters()) {
    const Tensor gradient = parameter.grad();
    if (gradient.defined()) before_[name].assign(gradient.data(), gradient.data() + gradient.numel());
  }
}

}  // namespace gg::lab
