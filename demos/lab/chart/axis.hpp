// From an axis and its data to limits and ticks.
#pragma once

#include <vector>

#include "demos/lab/chart/chart.hpp"

namespace gg::lab {

// Limits in data units, and what turns a value into its place between them.
struct Range {
  double low = 0;
  double high = 1;
  Scale scale = Scale::linear;
  bool reversed = false;

  // 0 at the left or bottom end of the axis, 1 at the other.
  double place(double value) const;
};

// A value on an axis' scale, where equal steps look equal, and back: its natural logarithm, or itself.
double scaled(double value, Scale scale);
double unscaled(double value, Scale scale);

// The axis' own limits where it has them; otherwise what the values span with some room on either side, down
// to 0 if a linear axis comes near it. values: finite, and positive on a logarithmic axis; may be empty.
Range range_of(const Axis& axis, const std::vector<double>& values);

// The axis' own ticks within the range if it has any, otherwise some `count` round numbers: powers of two on
// a log2 axis, 1-2-5 steps on the others.
std::vector<Tick> ticks_of(const Axis& axis, const Range& range, int count);

}  // namespace gg::lab
