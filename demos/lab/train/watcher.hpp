// Looks into a training while it runs.
#pragma once

#include <cstddef>
#include <limits>

#include "demos/lab/data/loader.hpp"
#include "layers/module.hpp"

namespace gg::lab {

// The step at hand.
struct TrainingStep {
  std::size_t number;  // from 1
  Module& net;
  const Batch& batch;                                      // whose loss the step lowers
  double lr;                                               // learning rate
  double loss = std::numeric_limits<double>::quiet_NaN();  // of the batch; known after the backward pass
};

// Is called at every step by a Trainer. What it does to the net (modes, hooks, running statistics,
// gradients), it must undo before it returns, unless to change the training is its purpose.
class Watcher {
 public:
  virtual ~Watcher() = default;
  virtual void before_step(const TrainingStep&) {}     // nothing was computed yet: set hooks here
  virtual void after_backward(const TrainingStep&) {}  // gradients are there, weights are as before
  virtual void after_step(const TrainingStep&) {}      // weights are updated, gradients still there
};

}  // namespace gg::lab
