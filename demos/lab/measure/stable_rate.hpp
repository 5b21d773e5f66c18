// The largest learning rate that still trains.
#pragma once

#include <optional>

#include "demos/lab/measure/curves.hpp"

namespace gg::lab {

// A training is stable if every loss is finite and the mean of its last `window` losses is below its first.
// Throws Error for an empty curve and, unless it diverged, a window outside [1, steps].
bool stable(const Curve& losses, std::size_t window = 10);

// One training of one seed at one learning rate.
struct RateRun {
  double lr = 0;
  Curve losses;
};

// The largest of the rates at which all runs (seeds) are stable; nothing if there is no such rate. Smaller
// rates that are not stable do not matter. Throws Error for no run, a rate that is not above 0, and what
// stable() throws.
std::optional<double> largest_stable_rate(const std::vector<RateRun>& runs, std::size_t window = 10);

// Rates from low to high, both included, at equal ratios: low (high / low)^(i / (points - 1)). Throws Error
// unless 0 < low < high and points is at least 2.
std::vector<double> rate_grid(double low, double high, std::size_t points);

}  // namespace gg::lab
