// The curvature that an optimizer feels along its own update, from forward passes only.
#pragma once

#include "demos/lab/measure/objective.hpp"

namespace gg::lab {

struct StepSearch {
  double first = 0.1;       // step that is tried first; the learning rate is a good one
  double tolerance = 1e-3;  // relative, of the critical step
  double factor = 2;        // between steps until the critical one is enclosed
  std::size_t max_passes = 60;
};

struct CriticalSharpness {
  double value = 0;        // 2 / step, in units of 1 / step
  double step = 0;         // smallest step eta at which L(theta + eta direction) exceeds L(theta)
  std::size_t passes = 0;  // forward passes that were taken
};

// Critical sharpness 2 / eta_c along a direction of descent: an update over its learning rate (see
// next_update.hpp), so that eta is a learning rate, or minus the gradient. The steps go
// up or down by `factor` until one raises the loss and the next smaller one does not, then by bisection; a
// loss that is not finite counts as raised. On a quadratic 1/2 x'Ax with the direction d = -g, eta_c is 2 g'g
// / g'Ag.
//
// A loss that no step raises within the passes gives value 0 and an infinite step; one that every step raises
// (the direction does not descend, or by less than rounding) an infinite value and step 0. Leaves no trace,
// see objective.hpp. Throws Error for a direction that does not fit the parameters, a loss that is not finite
// at the start, and options out of range.
//
// Source: Kalra et al., arXiv 2601.16979.
CriticalSharpness critical_sharpness(const Objective& objective, const Tensors& direction,
                                     const StepSearch& options = {});

// Minus the gradient, as a direction.
Tensors descent_direction(const Objective& objective);

}  // namespace gg::lab
