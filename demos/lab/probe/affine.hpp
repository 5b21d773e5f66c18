// What the normalizers have learned.
#pragma once

#include "demos/lab/probe/probe.hpp"

namespace gg::lab {

// For every normalizer, before the step:
//
//   "gamma", "beta"  its weight and bias, one value a channel
//
// and each further parameter that it learns under its own name.
class Affine : public Probe {
 public:
  using Probe::Probe;

 private:
  void prepare(const TrainingStep& step) override;
};

}  // namespace gg::lab
