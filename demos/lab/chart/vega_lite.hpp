// Charts as Vega-Lite v5: the same panels, palette, axes and lines as gnuplot draws, to be touched in a
// browser (values under the pointer, series picked by their legend). https://vega.github.io/vega-lite/docs/
#pragma once

#include "demos/lab/chart/chart.hpp"
#include "demos/lab/chart/gnuplot.hpp"
#include "demos/lab/json.hpp"

namespace gg::lab {

// The whole specification with its data. The chart's caption is not in it: Vega-Lite has no place for one;
// see Panels::caption. Throws Error as check(chart) does.
Json vega_lite(const Chart& chart, const Canvas& canvas = {});

}  // namespace gg::lab
