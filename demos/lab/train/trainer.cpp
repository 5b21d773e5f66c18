#include "demos/lab/train/trainer.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/autograd.hpp"
#include "core/ops/loss.hpp"
#include "demos/lab/data/loader.hpp"
#include "demos/lab/data/prefetch.hpp"
#include "optim/optim.hpp"

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

// Adds the gradient of the batch's mean loss, one micro-batch after the other, and returns that loss.
double accumulate_gradient(Module& net, const Batch& batch, std::size_t norm_batch) {
  const std::size_t n = batch.labels.size();
  double loss = 0;
  for (std::size_t first = 0; first < n; first += norm_batch) {
    const Tensor part =
        cross_entropy(net(images_of(batch, first, norm_batch)), labels_of(batch, first, norm_batch));
    const double weight = static_cast<double>(norm_batch) / static_cast<double>(n);
    part.backward(Tensor(weight));
    loss += weight * static_cast<double>(part.item());
  }
  return loss;
}

}  // namespace

TrainRecord train(Module& net, const Images& images, const TrainOptions& o, const StepCallback& after_step) {
  GG_CHECK(o.norm_batch >= 1 && o.batch % o.norm_batch == 0,
           "train: expected the normalization batch to divide the batch ", o.batch, ", got ", o.norm_batch);
  LoaderOptions order;
  order.batch = o.batch;
  order.seed = o.seed;
  order.sampler = in_parts(o.sampler, o.norm_batch);
  order.drop_last = true;
  order.augmentation = o.augmentation;
  Loader loader(images, order);
  std::optional<Prefetch> prefetch;
  if (o.prefetch > 0) prefetch.emplace([&] { return loader.next_endless(); }, o.prefetch);
  SGDOptions sgd_options;
  sgd_options.lr = o.lr;
  sgd_options.momentum = o.momentum;
  sgd_options.weight_decay = o.weight_decay;
  SGD sgd(net.parameters(), sgd_options);
  CosineAnnealingLR schedule(sgd, std::max<std::size_t>(o.steps, 1));

  net.train();
  TrainRecord record;
  const auto start = std::chrono::steady_clock::now();
  while (record.losses.size() < o.steps && !record.diverged) {
    const Batch batch = prefetch ? *prefetch->next() : loader.next_endless();
    sgd.zero_grad();
    const double loss = accumulate_gradient(net, batch, o.norm_batch);
    record.losses.push_back(loss);
    record.diverged = !std::isfinite(loss);
    sgd.step();
    schedule.step();
    if (after_step) after_step(record.losses.size());
  }
  record.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  record.images_per_second =
      static_cast<double>(record.losses.size() * o.batch) / std::max(record.seconds, 1e-9);
  return record;
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
