#include "demos/lab/measure/evaluation.hpp"

#include <algorithm>
#include <cstring>
#include <memory>

#include "core/autograd.hpp"
#include "demos/lab/train/trainer.hpp"
#include "layers/running_stats.hpp"

namespace gg::lab {
namespace {

Tensors copies(const Tensors& tensors) {
  Tensors out;
  for (const Tensor& tensor : tensors) out.push_back(tensor.clone());
  return out;
}

// Only what changed is written: a write counts as a modification.
void put_back(const Tensors& to, const Tensors& from) {
  for (std::size_t i = 0; i < to.size(); ++i) {
    const std::size_t bytes = to[i].numel() * sizeof(Scalar);
    if (std::memcmp(to[i].data(), from[i].data(), bytes) != 0) Tensor(to[i]).copy_(from[i]);
  }
}

// Of the images first .. first + count - 1.
Objective objective_of(Module& net, std::shared_ptr<const Batch> batch, std::size_t first,
                       std::size_t count) {
  Objective objective;
  objective.loss = [&net, batch = std::move(batch), first, count] {
    const FrozenRunningStats still(net);
    return loss_of(net, *batch, first, count);
  };
  objective.parameters = net.parameters();
  for (const auto& [name, buffer] : net.named_buffers()) objective.buffers.push_back(buffer);
  return objective;
}

}  // namespace

Objective objective_of(Module& net, Batch batch) {
  const std::size_t count = batch.labels.size();
  return objective_of(net, std::make_shared<Batch>(std::move(batch)), 0, count);
}

std::vector<Objective> objectives_of_parts(Module& net, const Batch& batch, std::size_t size) {
  GG_CHECK(size >= 1, "objectives_of_parts: expected parts of at least 1 image, got 0");
  const std::size_t count = batch.labels.size();
  const auto shared = std::make_shared<Batch>(batch);
  std::vector<Objective> parts;
  for (std::size_t first = 0; first < count; first += size)
    parts.push_back(objective_of(net, shared, first, std::min(size, count - first)));
  return parts;
}

ObjectiveProbe::ObjectiveProbe(const char* measure, const Objective& objective)
    : measure_(measure), objective_(&objective), random_(default_random()) {
  GG_CHECK(objective.loss, measure, ": the objective has no loss");
  GG_CHECK(!objective.parameters.empty(), measure, ": the objective has no parameters");
  for (std::size_t i = 0; i < objective.parameters.size(); ++i) {
    GG_CHECK(objective.parameters[i].requires_grad(), measure, ": parameter ", i,
             " of the objective requires no gradient");
  }
  parameters_ = copies(objective.parameters);
  buffers_ = copies(objective.buffers);
}

ObjectiveProbe::~ObjectiveProbe() {
  put_back(objective_->parameters, parameters_);
  restore_state();
}

void ObjectiveProbe::restore_state() {
  put_back(objective_->buffers, buffers_);
  default_random() = random_;
}

Tensor ObjectiveProbe::recorded_loss() {
  restore_state();
  const Tensor value = objective_->loss();
  GG_CHECK(value.numel() == 1, measure_, ": expected a loss of one element, got ", value.shape());
  return value;
}

double ObjectiveProbe::loss() {
  const NoGrad value_only;
  return static_cast<double>(recorded_loss().item());
}

ObjectiveProbe::Slope ObjectiveProbe::slope(bool differentiable) {
  const GradMode on(true);
  const Tensor value = recorded_loss();
  GradOptions options;
  options.create_graph = differentiable;
  options.allow_unused = true;
  Tensors gradient = grad({value}, objective_->parameters, {}, options);
  for (std::size_t i = 0; i < gradient.size(); ++i) {
    if (!gradient[i].defined()) gradient[i] = zeros(parameters_[i].shape());
  }
  return {static_cast<double>(value.item()), gradient};
}

void ObjectiveProbe::move_to(double step, const Tensors& direction) {
  GG_CHECK(direction.size() == parameters_.size(), measure_, ": expected a direction of ", parameters_.size(),
           " tensors, one a parameter, got ", direction.size());
  for (std::size_t i = 0; i < direction.size(); ++i) {
    GG_CHECK(direction[i].shape() == parameters_[i].shape(), measure_, ": expected tensor ", i,
             " of the direction to be ", parameters_[i].shape(), " as its parameter, got ",
             direction[i].shape());
    const Scalar *from = parameters_[i].data(), *along = direction[i].data();
    Scalar* to = Tensor(objective_->parameters[i]).mutable_data();
    for (std::size_t j = 0; j < direction[i].numel(); ++j)
      to[j] = static_cast<Scalar>(static_cast<double>(from[j]) + step * static_cast<double>(along[j]));
  }
}

}  // namespace gg::lab
