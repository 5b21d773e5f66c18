// The largest curvature of the loss.
#pragma once

#include <cstdint>

#include "demos/lab/measure/objective.hpp"

namespace gg::lab {

struct PowerIteration {
  double tolerance = 1e-2;           // of ||H v - lambda v||_2 / |lambda|; the error of lambda is far smaller
  std::size_t max_iterations = 200;  // Hessian-vector products
  std::uint64_t seed = 0;            // of the direction to start from
};

struct Sharpness {
  double value = 0;            // largest eigenvalue, in units of loss over parameter squared
  std::size_t iterations = 0;  // Hessian-vector products that were computed
  double residual = 0;         // ||H v - lambda v||_2 / |lambda|, of the v that gave lambda
  bool converged = false;      // residual is within the tolerance; otherwise value is a lower bound
};

// The largest (most positive) eigenvalue of the Hessian H of the loss at its parameters, by power iteration
// on exact Hessian-vector products. Where the eigenvalue of largest magnitude is negative, or two of opposite
// sign keep each other from settling, the iteration goes on with H + shift, which has none below zero. If it
// does not settle, the value is the largest v'Hv that it met, and a lower bound. A loss
// without curvature has sharpness 0. Takes one forward and up to max_iterations backward passes of second
// order, and leaves no trace, see objective.hpp. Throws Error for a loss, gradient or Hessian-vector product
// that is not finite, a tolerance outside (0, 1) and fewer than 2 iterations.
//
// Source: Cohen et al., arXiv 2103.00065.
Sharpness sharpness(const Objective& objective, const PowerIteration& options = {});

// The sharpness above which gradient descent with that learning rate is unstable on a quadratic:
// 2 / lr, and 2 (1 + momentum) / lr with heavy-ball momentum. Throws unless lr > 0 and momentum is in [0, 1).
double sharpness_threshold(double lr, double momentum = 0);

}  // namespace gg::lab
