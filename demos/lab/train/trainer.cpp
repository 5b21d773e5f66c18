#include "demos/lab/train/trainer.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "core/autograd.hpp"
#include "core/ops/loss.hpp"

namespace gg::lab {
namespace {

// Images [first, first + count) of a batch.
Tensor images_of(const Batch& batch, std::size_t first, std::size_t count) {
  Shape shape = batch.shape;
  shape[0] = count;
  const std::size_t size = numel(shape) / count;
  Tensor x = empty(shape);
  std::copy_n(batch.pixels.begin() + static_cast<long>(first * size), count * size, x.mutable_data());
  return x;
}

Labels labels_of(const Batch& batch, std::size_t first, std::size_t count) {
  const auto start = batch.labels.begin() + static_cast<long>(first);
  return Labels(start, start + static_cast<long>(count));
}

LoaderOptions loader_options(const TrainOptions& o) {
  GG_CHECK(o.norm_batch >= 1 && o.batch % o.norm_batch == 0,
           "train: expected the normalization batch to divide the batch ", o.batch, ", got ", o.norm_batch);
  LoaderOptions order;
  order.batch = o.batch;
  order.seed = o.seed;
  order.sampler = in_parts(o.sampler, o.norm_batch);
  order.drop_last = true;
  order.augmentation = o.augmentation;
  return order;
}

std::unique_ptr<Optimizer> optimizer_of(const Tensors& parameters, const TrainOptions& o) {
  if (o.algorithm == Algorithm::adam) {
    AdamOptions adam;
    adam.lr = o.lr;
    adam.weight_decay = o.weight_decay;
    return std::make_unique<Adam>(parameters, adam);
  }
  SGDOptions sgd;
  sgd.lr = o.lr;
  sgd.momentum = o.momentum;
  sgd.weight_decay = o.weight_decay;
  return std::make_unique<SGD>(parameters, sgd);
}

// Where in the list there is a tensor of that name and shape; its end if there is none.
auto counterpart(const NamedTensors& list, const std::string& name, const Shape& shape) {
  return std::find_if(list.begin(), list.end(), [&](const auto& entry) {
    return entry.first == name && entry.second.shape() == shape;
  });
}

using NameFilter = std::function<bool(const std::string&)>;

bool passes(const NameFilter& filter, const std::string& name) { return !filter || filter(name); }

StateDict entries_where(const StateDict& all, const NameFilter& filter) {
  StateDict chosen;
  for (const auto& entry : all) {
    if (passes(filter, entry.first)) chosen.push_back(entry);
  }
  return chosen;
}

StateDict common_part(const StateDict& from, const StateDict& to) {
  StateDict common;
  for (const auto& [name, tensor] : from) {
    if (counterpart(to, name, tensor.shape()) != to.end()) common.emplace_back(name, tensor);
  }
  return common;
}

// An optimizer's state with the entries of one net's parameters renumbered for another's.
void take_over(Optimizer& fresh, const State& old, const NamedTensors& from, const NamedTensors& to,
               const NameFilter& keep) {
  State state = fresh.state_dict();
  for (const auto& [name, value] : old.texts) {
    if (name.rfind("group.", 0) == 0) state.texts[name] = value;
  }
  for (std::size_t i = 0; i < to.size(); ++i) {
    const auto same = counterpart(from, to[i].first, to[i].second.shape());
    if (same != from.end() && passes(keep, to[i].first))
      add_part(state, text(i), part_of(old, text(static_cast<std::size_t>(same - from.begin()))));
  }
  fresh.load_state_dict(state);
}

}  // namespace

Tensor loss_of(Module& net, const Batch& batch, std::size_t first, std::size_t count) {
  return cross_entropy(net(images_of(batch, first, count)), labels_of(batch, first, count));
}

Tensor loss_of(Module& net, const Batch& batch) { return loss_of(net, batch, 0, batch.labels.size()); }

Trainer::Trainer(Module& net, const Images& images, const TrainOptions& options)
    : net_(&net), options_(options), loader_(images, loader_options(options)) {
  if (options.prefetch > 0) prefetch_.emplace([this] { return loader_.next_endless(); }, options.prefetch);
  make_optimizer();
  net.train();
}

void Trainer::make_optimizer() {
  optimizer_ = optimizer_of(net_->parameters(), options_);
  if (options_.decay == Decay::cosine)
    schedule_ = std::make_unique<CosineAnnealingLR>(*optimizer_, std::max<std::size_t>(options_.steps, 1));
}

// Adds the gradient of the batch's mean loss, one micro-batch after the other, and returns that loss.
double Trainer::accumulate_gradient(const Batch& batch) {
  const std::size_t n = batch.labels.size();
  const double weight = static_cast<double>(options_.norm_batch) / static_cast<double>(n);
  double loss = 0;
  for (std::size_t first = 0; first < n; first += options_.norm_batch) {
    const Tensor part = loss_of(*net_, batch, first, options_.norm_batch);
    part.backward(Tensor(weight));
    loss += weight * static_cast<double>(part.item());
  }
  return loss;
}

double Trainer::step() {
  const Batch batch = next_batch();
  TrainingStep now{steps_done_ + 1, *net_, batch, optimizer_->lr()};
  for (Watcher* watcher : watchers_) watcher->before_step(now);
  optimizer_->zero_grad();
  now.loss = accumulate_gradient(batch);
  for (Watcher* watcher : watchers_) watcher->after_backward(now);
  optimizer_->step();
  for (Watcher* watcher : watchers_) watcher->after_step(now);
  if (schedule_) schedule_->step();
  ++steps_done_;
  return now.loss;
}

void Trainer::replace_net(Module& net, const std::function<bool(const std::string& name)>& keep) {
  const NamedTensors from = net_->named_parameters(), to = net.named_parameters();
  const State memory = optimizer_->state_dict();
  const std::optional<State> position = schedule_ ? std::optional(schedule_->state_dict()) : std::nullopt;
  const StateDict kept = entries_where(net_->state_dict(), keep);
  net.load_state_dict(common_part(kept, net.state_dict()), false);
  net.train();
  net_ = &net;
  make_optimizer();
  take_over(*optimizer_, memory, from, to, keep);
  if (position) schedule_->load_state_dict(*position);
}

namespace {

double loss_of_step(Trainer& trainer) {
  try {
    return trainer.step();
  } catch (const NotFinite&) {
    return std::numeric_limits<double>::infinity();
  }
}

}  // namespace

TrainRecord train(Trainer& trainer, const StepCallback& after_step) {
  TrainRecord record;
  double images = 0;
  const auto start = std::chrono::steady_clock::now();
  while (!trainer.finished() && !record.diverged) {
    record.losses.push_back(loss_of_step(trainer));
    record.diverged = !std::isfinite(record.losses.back());
    images += static_cast<double>(trainer.batch());
    if (after_step) after_step(trainer.steps_done());
  }
  record.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  record.images_per_second = images / std::max(record.seconds, 1e-9);
  return record;
}

TrainRecord train(Module& net, const Images& images, const TrainOptions& options,
                  const StepCallback& after_step) {
  Trainer trainer(net, images, options);
  return train(trainer, after_step);
}

Evaluation evaluate(Module& net, const Images& images) {
  LoaderOptions order;
  order.batch = 100;
  order.sampler = sequential;
  Loader loader(images, order);
  const bool was_training = net.training();
  net.eval();
  const NoGrad values_only;
  std::size_t correct = 0;
  double loss = 0;
  while (const auto batch = loader.next()) {
    const std::size_t n = batch->labels.size();
    const Tensor logits = net(images_of(*batch, 0, n));
    correct += count_correct(logits, batch->labels);
    loss += static_cast<double>(cross_entropy(logits, batch->labels).item()) * static_cast<double>(n);
  }
  net.train(was_training);
  const auto count = static_cast<double>(images.count);
  return {100 * static_cast<double>(images.count - correct) / count, loss / count};
}

}  // namespace gg::lab
