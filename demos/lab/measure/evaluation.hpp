// How a measure evaluates an Objective and moves its parameters without leaving a trace.
#pragma once

#include <functional>

#include "core/random.hpp"
#include "demos/lab/measure/objective.hpp"

namespace gg::lab {

// While it lives, the objective's parameters may be moved; then everything is put back.
class ObjectiveProbe {
 public:
  // `measure` begins error messages. Throws Error for an objective without loss or parameters, and for a
  // parameter that requires no gradient.
  ObjectiveProbe(const char* measure, const Objective& objective);
  ~ObjectiveProbe();
  ObjectiveProbe(const ObjectiveProbe&) = delete;
  ObjectiveProbe& operator=(const ObjectiveProbe&) = delete;

  // The loss at the parameters as they are, recorded or not. Throws unless it has one element.
  Tensor recorded_loss();
  double loss();

  struct Slope {
    double loss;
    Tensors gradient;  // one a parameter, zero where the loss does not depend on it
  };
  // With `differentiable`, the gradient can be differentiated in turn.
  Slope slope(bool differentiable = false);

  // Puts the parameters to where they were at the start, plus `step` times `direction` (one tensor for each,
  // of its shape).
  void move_to(double step, const Tensors& direction);

 private:
  void restore_state();

  const char* measure_;
  const Objective* objective_;
  Tensors parameters_, buffers_;  // copies of what they were
  Random random_;
};

}  // namespace gg::lab
