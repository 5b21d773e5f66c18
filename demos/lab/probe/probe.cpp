#include "demos/lab/probe/probe.hpp"

#include <algorithm>

#include "core/autograd.hpp"

namespace gg::lab {

Probe::Probe(std::size_t every) : every_(every) {
  GG_CHECK(every >= 1, "probe: expected to observe every step or fewer, got every 0 steps");
}

void Probe::before_step(const TrainingStep& step) {
  hooks_.clear();
  looking_.reset();
  if (!observes(step.number)) return;
  looking_ = std::make_shared<bool>(true);
  prepare(step);
}

void Probe::after_backward(const TrainingStep& step) {
  for (PlacedHook& hook : hooks_) remove(hook);
  hooks_.clear();
  if (observes(step.number)) see_gradients(step);
}

void Probe::after_step(const TrainingStep& step) {
  if (observes(step.number)) see_update(step);
}

void Probe::look_into(Module& module, Look look, Passes passes) {
  const std::size_t index = hooks_.size();
  const auto hook = [this, alive = std::weak_ptr(looking_), index, passes, look = std::move(look)](
                        Module&, const Tensor& x, const Tensor& y) {
    if (alive.expired()) return Tensor();
    const NoGrad values_only;
    look(x, y);
    // The micro-batches that follow run at full speed.
    if (passes == Passes::first) remove(hooks_[index]);
    return Tensor();
  };
  hooks_.push_back({&module, module.register_forward_hook(hook)});
}

void Probe::remove(PlacedHook& hook) {
  if (hook.module == nullptr) return;
  hook.module->remove_forward_hook(hook.number);
  hook.module = nullptr;
}

void Probe::record(const TrainingStep& step, const std::string& layer, const std::string& quantity,
                   std::vector<double> values) {
  records_.push_back({step.number, layer, quantity, std::move(values)});
}

namespace {

std::string list_of_recorded(const Probe& probe) {
  std::vector<std::string> known;
  for (const ProbeRecord& record : probe.records()) {
    const std::string name = "\n  '" + record.layer + "': " + record.quantity;
    if (std::find(known.begin(), known.end(), name) == known.end()) known.push_back(name);
  }
  std::string list;
  for (const std::string& name : known) list += name;
  return list.empty() ? "is nothing" : "are" + list;
}

}  // namespace

Series series(const Probe& probe, const std::string& layer, const std::string& quantity) {
  Series found;
  for (const ProbeRecord& record : probe.records()) {
    if (record.layer != layer || record.quantity != quantity) continue;
    found.steps.push_back(record.step);
    found.values.push_back(record.values);
  }
  GG_CHECK(!found.steps.empty(), "series: nothing was recorded for '", layer, "': ", quantity, "; there ",
           list_of_recorded(probe));
  return found;
}

std::vector<std::string> layers_of(const Probe& probe, const std::string& quantity) {
  std::vector<std::string> layers;
  for (const ProbeRecord& record : probe.records()) {
    const bool known = std::find(layers.begin(), layers.end(), record.layer) != layers.end();
    if (record.quantity == quantity && !known) layers.push_back(record.layer);
  }
  return layers;
}

}  // namespace gg::lab
