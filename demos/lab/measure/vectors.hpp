// Sums over raw arrays, added up in double precision.
#pragma once

#include <cstddef>

#include "core/tensor.hpp"

namespace gg::lab {

double dot(const Scalar* x, const Scalar* y, std::size_t n);               // sum x_i y_i
double sum_of_squares(const Scalar* x, std::size_t n);                     // sum x_i^2
double squared_distance(const Scalar* x, const Scalar* y, std::size_t n);  // sum (x_i - y_i)^2

struct MeanAndSd {
  double mean = 0;
  double sd = 0;  // square root of the biased variance
};

// In two passes, so that a mean much larger than the deviation does no harm. n of at least 1.
MeanAndSd mean_and_sd(const Scalar* x, std::size_t n);

// The same over all elements of lists of tensors as if they were one long vector; throw Error when the lists
// differ in length or shapes.
double dot(const Tensors& x, const Tensors& y);
double norm(const Tensors& x);  // sqrt(sum x_i^2)
double distance(const Tensors& x, const Tensors& y);

}  // namespace gg::lab
