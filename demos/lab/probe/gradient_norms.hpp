// How large the gradients are.
#pragma once

#include "demos/lab/probe/probe.hpp"

namespace gg::lab {

// For every parameter that has a gradient, under a layer's name ("0" of "0.weight" and "0.bias") for its own
// parameters as one vector, and under "" for all of the net:
//
//   "gradient norm"  ||g||_2, in units of loss per unit of the parameter: 1 value
class GradientNorms : public Probe {
 public:
  using Probe::Probe;

 private:
  void see_gradients(const TrainingStep& step) override;
};

// "gradient norm" of the whole net at each observed step.
std::vector<double> whole_gradient_norms(const GradientNorms& probe);

}  // namespace gg::lab
