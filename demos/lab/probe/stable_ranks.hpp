// In how many directions the activations of a batch spread.
#pragma once

#include "demos/lab/probe/probe.hpp"

namespace gg::lab {

// For every ReLU, with A the matrix that has the output for one sample in each row:
//
//   "stable rank"  ||A||_F^2 / ||A||_2^2: 1 value, from 1 to the number of samples; NaN when A is zero
//
// ||A||_2 is the largest singular value, by power iteration on A A^T or A^T A, whichever is smaller, to a
// relative change of 1e-9 or 200 rounds. Source: arXiv 2106.05956.
class StableRanks : public Probe {
 public:
  using Probe::Probe;

 private:
  void prepare(const TrainingStep& step) override;
};

}  // namespace gg::lab
