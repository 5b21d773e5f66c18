// Colours for values: one hue that grows (viridis, by Smith and van der Walt, even steps to the eye) or two
// that part at a middle (blue to red through white, after ColorBrewer's RdBu). Both can be read by
// colour-blind readers.
#pragma once

#include <string>
#include <vector>

#include "demos/lab/chart/axis.hpp"

namespace gg::lab {

inline constexpr const char* no_value_colour = "#D5D9DE";  // of a cell without a value

// Evenly spaced colours, "#RRGGBB", between which others are mixed.
const std::vector<std::string>& palette(bool diverging);

// The axis' own limits, or the values' span; a diverging one reaches equally far to both sides of its middle.
Range range_of_colours(const Axis& axis, const std::vector<double>& values, bool diverging);

// Where a value lies in the palette, 0 to 1: along the range, or, diverging, by its distance from the middle
// (0, or 1 on a logarithmic scale), the end of the range that is further from it having the last colour.
double place_in_palette(double value, const Range& range, bool diverging);

std::string colour_in_palette(double place, bool diverging);

}  // namespace gg::lab
