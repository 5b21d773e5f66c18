// Losses that jump up.
#pragma once

#include "demos/lab/measure/curves.hpp"

namespace gg::lab {

// The share in [0, 1] of steps whose loss is above median + 5 MAD of the `window` losses before it, where MAD
// is the median of |loss - median|, not scaled. Only the steps after the first window are judged. A loss that
// is above in a constant window is a spike however small the jump. Throws Error for an empty curve, a value
// that is not finite (cut a curve that diverged at finite_steps()), and a window outside [3, steps - 1].
double spike_rate(const Curve& losses, std::size_t window);

// The steps, from 1, that are such spikes.
std::vector<std::size_t> spikes(const Curve& losses, std::size_t window);

}  // namespace gg::lab
