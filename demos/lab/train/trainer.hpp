// Trains a classifier with SGD and a cosine schedule, and measures its error.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "demos/lab/data/augmentation.hpp"
#include "demos/lab/data/dataset.hpp"
#include "demos/lab/data/samplers.hpp"
#include "layers/module.hpp"

namespace gg::lab {

struct TrainOptions {
  std::size_t steps = 300;  // optimizer steps
  std::size_t batch = 32;   // images a step
  // Images a forward pass, a divisor of batch: the step's gradient is accumulated over batch / norm_batch of
  // them, so that a batch normalizer sees so many images at a time.
  std::size_t norm_batch = 32;
  double lr = 0.1;  // at the start; falls to 0 along a half cosine
  double momentum = 0.9;
  double weight_decay = 1e-4;  // on every parameter, gamma and beta included
  std::uint64_t seed = 0;      // of the order of the images and of their augmentation
  Sampler sampler = shuffled;  // of normalization batches, see in_parts; short ones are left out
  Augmentation augmentation;
  // Batches prepared ahead by a thread of its own, the same ones; 0 suits runs that already use every core.
  std::size_t prefetch = 0;
};

struct TrainRecord {
  std::vector<double> losses;  // of each step: the mean cross-entropy over its images
  bool diverged = false;       // a loss was NaN or infinite; training stopped there
  double seconds = 0;
  double images_per_second = 0;
};

// Called after each step with the number of steps done.
using StepCallback = std::function<void(std::size_t step)>;

// Throws if norm_batch does not divide batch, and what Loader and the net throw.
TrainRecord train(Module& net, const Images& images, const TrainOptions& options,
                  const StepCallback& after_step = {});

struct Evaluation {
  double error = 0;  // percent of images whose largest output is not at their label
  double loss = 0;   // mean cross-entropy
};

// In evaluation mode, without recording; puts the mode back. Throws for an empty set.
Evaluation evaluate(Module& net, const Images& images);

}  // namespace gg::lab
