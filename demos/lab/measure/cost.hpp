// What training one net costs in time and memory, held against another.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>

#include "demos/lab/train/trainer.hpp"

namespace gg::lab {

// The most memory that f takes for arrays at a time, in bytes: what the recycled storage of this thread (see
// core/memory.hpp) holds when f is done, idle blocks released before. It counts parameters, gradients, the
// optimizer's memory and what the backward pass needs, each rounded up to its size class; images of a data
// set and batches are in other storage. f must leave none of its tensors behind, and run on one thread.
// Nothing where storage is not recycled (sanitizers).
std::optional<std::size_t> peak_array_bytes(const std::function<void()>& f);

// CPU time of this thread so far: what else the machine does takes no part in it.
double cpu_seconds();

struct CostOptions {
  std::size_t rounds = 15;  // at least 1; each trains both nets, in turns which first
  std::size_t steps = 10;   // of each net in a round, at least 1
};

// Ratios of two nets' training speeds (images a second), over the rounds.
struct SpeedRatio {
  double median = 0, lower_quartile = 0, upper_quartile = 0;
};

using MakeNet = std::function<ModulePtr()>;

// The speed of training the one net over that of the reference, by the CPU time of this thread and in turns,
// so that what else the machine does meets neither. One round before the first is not counted. `training`
// gives batch and normalization batch; its steps do not matter. Throws for no rounds or steps, and as Trainer
// does.
SpeedRatio speed_ratio(const MakeNet& net, const MakeNet& reference, const Images& images,
                       const TrainOptions& training, const CostOptions& options = {});

// peak_array_bytes of three steps of training, the making of the net counted.
std::optional<std::size_t> training_bytes(const MakeNet& net, const Images& images,
                                          const TrainOptions& training);

}  // namespace gg::lab
