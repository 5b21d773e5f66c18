// How much the length of the gradient varies from step to step.
#pragma once

#include "demos/lab/measure/curves.hpp"

namespace gg::lab {

// Of the gradient norms in each window of that many steps: standard deviation (of a sample) over mean,
// without unit; 0 where all are zero. Entry i is that of steps i + 1 to i + window, so that there are steps -
// window + 1 of them. Throws Error for an empty curve, a value that is negative or not finite, and a window
// outside [2, steps].
Curve gradient_norm_variation(const Curve& gradient_norms, std::size_t window);

}  // namespace gg::lab
