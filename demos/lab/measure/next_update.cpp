#include "demos/lab/measure/next_update.hpp"

#include "demos/lab/measure/evaluation.hpp"

namespace gg::lab {

NextUpdate::NextUpdate(const TrainOptions& options)
    : momentum_(options.momentum), weight_decay_(options.weight_decay) {
  GG_CHECK(options.algorithm == Algorithm::sgd, "next_update: expected a training by SGD, got Adam");
}

void NextUpdate::after_backward(const TrainingStep& step) {
  const auto momentum = static_cast<Scalar>(momentum_), decay = static_cast<Scalar>(weight_decay_);
  const Tensors parameters = step.net.parameters();
  memory_.resize(parameters.size());
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const Tensor gradient = parameters[i].grad();
    if (!gradient.defined()) continue;
    std::vector<Scalar>& memory = memory_[i];
    memory.resize(parameters[i].numel());
    for (std::size_t k = 0; k < memory.size(); ++k)
      memory[k] = momentum * memory[k] + (gradient.data()[k] + decay * parameters[i].data()[k]);
  }
}

Tensors NextUpdate::over_rate(const Objective& objective) const {
  ObjectiveProbe probe("next_update", objective);
  Tensors update = probe.slope().gradient;
  const auto momentum = static_cast<Scalar>(momentum_), decay = static_cast<Scalar>(weight_decay_);
  for (std::size_t i = 0; i < update.size(); ++i) {
    Scalar* values = update[i].mutable_data();
    const Scalar* weights = objective.parameters[i].data();
    const bool moved = i < memory_.size() && !memory_[i].empty();
    for (std::size_t k = 0; k < update[i].numel(); ++k) {
      const Scalar remembered = moved ? memory_[i][k] : 0;
      values[k] = -(momentum * remembered + (values[k] + decay * weights[k]));
    }
  }
  return update;
}

}  // namespace gg::lab
