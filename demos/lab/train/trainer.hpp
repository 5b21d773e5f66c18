// Trains a classifier, as a whole or step by step, and measures its error.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "demos/lab/data/augmentation.hpp"
#include "demos/lab/data/dataset.hpp"
#include "demos/lab/data/prefetch.hpp"
#include "demos/lab/data/samplers.hpp"
#include "demos/lab/train/watcher.hpp"
#include "layers/module.hpp"
#include "optim/optim.hpp"

namespace gg::lab {

enum class Algorithm { sgd, adam };
enum class Decay { cosine, constant };

struct TrainOptions {
  std::size_t steps = 300;  // optimizer steps
  std::size_t batch = 32;   // images a step
  // Images a forward pass, a divisor of batch: the step's gradient is accumulated over batch / norm_batch of
  // them, so that a batch normalizer sees so many images at a time.
  std::size_t norm_batch = 32;
  double lr = 0.1;  // at the start
  Algorithm algorithm = Algorithm::sgd;
  Decay decay = Decay::cosine;  // of the rate: to 0 along a half cosine, or none
  double momentum = 0.9;        // of SGD
  double weight_decay = 1e-4;   // on every parameter, gamma and beta included
  std::uint64_t seed = 0;       // of the order of the images and of their augmentation
  Sampler sampler = shuffled;   // of normalization batches, see in_parts; short ones are left out
  Augmentation augmentation;
  // Batches prepared ahead by a thread of its own, the same ones; 0 suits runs that already use every core.
  std::size_t prefetch = 0;
};

// The mean cross-entropy of images [first, first + count) of a batch, in one forward pass.
Tensor loss_of(Module& net, const Batch& batch, std::size_t first, std::size_t count);
Tensor loss_of(Module& net, const Batch& batch);  // of all its images

// A training that is taken step by step.
//
//   Trainer trainer(*net, data.train, options);
//   trainer.watch(probe);
//   while (!trainer.finished()) trainer.step();
class Trainer {
 public:
  // Net and images must outlive it. Throws if norm_batch does not divide batch, and what Loader throws.
  Trainer(Module& net, const Images& images, const TrainOptions& options);

  // One optimizer step; returns the loss before it: the mean cross-entropy over the step's images. Throws
  // what the net and the watchers throw.
  double step();

  std::size_t steps_done() const { return steps_done_; }
  bool finished() const { return steps_done_ >= options_.steps; }
  std::size_t batch() const { return options_.batch; }  // images a step
  Module& net() { return *net_; }

  // Calls it at every step from now on, after those that were there before. It must outlive the trainer.
  void watch(Watcher& watcher) { watchers_.push_back(&watcher); }

  // Goes on with another net, which takes over the value of every parameter and buffer of the same name and
  // shape, and the optimizer's memory of them; what else it has stays as it is and starts without memory.
  // With `keep`, only names that it is true of are taken over.
  void replace_net(Module& net, const std::function<bool(const std::string& name)>& keep = {});

 private:
  void make_optimizer();
  Batch next_batch() { return prefetch_ ? *prefetch_->next() : loader_.next_endless(); }
  double accumulate_gradient(const Batch& batch);

  Module* net_;
  TrainOptions options_;
  Loader loader_;
  std::optional<Prefetch> prefetch_;
  std::unique_ptr<Optimizer> optimizer_;
  std::unique_ptr<Schedule> schedule_;  // none for a constant rate
  std::vector<Watcher*> watchers_;
  std::size_t steps_done_ = 0;
};

struct TrainRecord {
  std::vector<double> losses;  // of each step: the mean cross-entropy over its images
  bool diverged = false;  // a loss was NaN or infinite, or a step threw NotFinite; training stopped there
  double seconds = 0;
  double images_per_second = 0;
};

// Called after each step with the number of steps done.
using StepCallback = std::function<void(std::size_t step)>;

// Trains to the last step, or to the first loss that is not finite. A step that throws NotFinite has an
// infinite loss.
TrainRecord train(Trainer& trainer, const StepCallback& after_step = {});

// The same for a net on its own; throws as Trainer does.
TrainRecord train(Module& net, const Images& images, const TrainOptions& options,
                  const StepCallback& after_step = {});

struct Evaluation {
  double error = 0;  // percent of images whose largest output is not at their label
  double loss = 0;   // mean cross-entropy
};

// In evaluation mode, without recording; puts the mode back. Throws for an empty set.
Evaluation evaluate(Module& net, const Images& images);

}  // namespace gg::lab
