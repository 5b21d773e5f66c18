// How the axes of charts are scaled, and where they end.
#pragma once

#include <string>

#include "demos/lab/chart/chart.hpp"

namespace gg::lab {

// A logarithmic scale, which the axis' title says, where all values are above 0 and the largest is more than
// `ratio` times the smallest: it would press all others together.
void use_log_scale(Axis& axis, const Numbers& values, double ratio = 0);

// Ends a vertical axis at 20 where some values are below and some above, as losses of a training that
// explodes (guessing costs 2.3 nats), and says so in the caption. `unit` follows the number: " nats".
void limit_height(Chart& chart, const Numbers& values, const std::string& unit = "");

}  // namespace gg::lab
