// How much the gradient turns from one step to the next.
#pragma once

#include <cstddef>

#include "core/tensor.hpp"

namespace gg::lab {

// Of g, the gradient of this step, from h, that of the step before.
struct GradientChange {
  double absolute = 0;  // ||g - h||_2, in units of the gradient
  double relative = 0;  // ||g - h||_2 / ||h||_2; NaN when h is zero
  double cosine = 0;    // <g, h> / (||g||_2 ||h||_2) in [-1, 1]; NaN when one of them is zero
};

// What it is made of; those of several tensors add up to that of all of them together.
struct GradientSums {
  double now = 0, before = 0, product = 0, difference = 0;  // |g|^2, |h|^2, <g, h>, |g - h|^2

  GradientSums& operator+=(const GradientSums& other);
  GradientChange change() const;
};

GradientSums gradient_sums(const Scalar* now, const Scalar* before, std::size_t n);

// Source: the instability plots of arXiv 2207.01972 draw the absolute change of one layer.
// Throws Error when the two lists of gradients differ in length or shapes.
GradientChange gradient_change(const Tensors& now, const Tensors& before);

}  // namespace gg::lab
