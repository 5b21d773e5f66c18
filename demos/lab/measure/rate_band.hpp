// How far trainings at several learning rates lie apart.
#pragma once

#include "demos/lab/measure/curves.hpp"

namespace gg::lab {

struct RateBand {
  Curve low, high;           // smallest and largest value over the rates at each step; NaN where none is left
  double area = 0;           // mean over steps of high - low, in units of the curves
  std::size_t compared = 0;  // steps that this mean is over: those with two curves or more
  std::size_t diverged = 0;  // curves that have a value that is not finite
};

// The band of curves (losses, or gradient changes) of the same training at different learning rates. A curve
// is in the band up to its first value that is not finite and counts as diverged from then on: the band goes
// on without it, so look at `diverged` before comparing areas. Curves that did not diverge must have the same
// length, and no curve may be longer. area is NaN when no step has two curves.
// Throws Error for fewer than two curves, an empty curve and other lengths.
//
// Source: the instability plots of arXiv 2207.01972.
RateBand rate_band(const std::vector<Curve>& curves);

}  // namespace gg::lab
