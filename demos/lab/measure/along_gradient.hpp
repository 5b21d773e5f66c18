// How the loss and its gradient change along the gradient. One walk gives three measures.
//
// Source: Santurkar et al., arXiv 1805.11604.
#pragma once

#include <vector>

#include "demos/lab/measure/objective.hpp"

namespace gg::lab {

struct WalkOptions {
  double from = 0.5, to = 4;  // ends of the steps eta, in units of the learning rate
  std::size_t points = 8;     // steps, evenly spread over [from, to]; at least 2
};

// With g the gradient of the loss L at the parameters theta.
struct GradientWalk {
  double loss = 0;                       // L(theta)
  double gradient_norm = 0;              // ||g||_2
  std::vector<double> steps;             // eta, increasing
  std::vector<double> losses;            // L(theta - eta g)
  std::vector<double> gradient_changes;  // ||grad L(theta - eta g) - g||_2
};

// Takes points + 1 forward and backward passes and leaves no trace, see objective.hpp. A loss or gradient
// that is not finite on the way counts as infinite. Throws Error unless lr > 0, 0 < from < to, and loss and
// gradient at theta are finite.
GradientWalk walk_along_gradient(const Objective& objective, double lr, const WalkOptions& options = {});

struct Extent {
  double min = 0, max = 0;
};

// Smallest and largest L(theta - eta g), in units of the loss: the wider, the less smooth.
Extent loss_variation(const GradientWalk& walk);

// Smallest and largest ||grad L(theta - eta g) - g||_2, in units of the gradient: the smaller, the longer the
// gradient can be trusted.
Extent gradient_predictiveness(const GradientWalk& walk);

// Largest ||grad L(theta - eta g) - g||_2 / ||eta g||_2, in units of loss over parameter squared; 0 where g
// is zero. On a quadratic 1/2 x'Ax this is ||Ag|| / ||g||.
double effective_beta_smoothness(const GradientWalk& walk);

}  // namespace gg::lab
