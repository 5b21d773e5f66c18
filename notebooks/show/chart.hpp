// Charts of the lab, drawn.
#pragma once

#include <iosfwd>

#include "demos/lab/chart/chart.hpp"
#include "notebooks/show/bundle.hpp"

namespace gg::show {

// SVG by gnuplot, Vega-Lite for JupyterLab, and the numbers as text. Throws Error when it cannot be drawn.
Bundle bundle(const lab::Chart& chart);

}  // namespace gg::show

namespace gg::lab {

// The title and the numbers, in columns.
std::ostream& operator<<(std::ostream& out, const Chart& chart);

}  // namespace gg::lab
