// The gnuplot program that draws a chart.
#pragma once

#include <string>

#include "demos/lab/chart/chart.hpp"

namespace gg::lab {

// Everything after `set terminal`, for a canvas of that many pixels. Throws Error as check(chart) does.
std::string gnuplot_script(const Chart& chart, int width, int height);

}  // namespace gg::lab
