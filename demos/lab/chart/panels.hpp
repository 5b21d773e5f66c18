// A chart's rows, sorted into panels and lines: what every renderer of LineWithBand begins with.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "demos/lab/chart/axis.hpp"
#include "demos/lab/chart/chart.hpp"

namespace gg::lab {

struct Point {
  double x = 0;
  double y = 0;
  double low = 0;  // equal to y without a band
  double high = 0;
};

struct Line {
  std::size_t series = 0;     // index into Panels::series
  std::vector<Point> points;  // by growing x
};

struct Panel {
  std::string title;  // the facet's text; empty without facets
  std::vector<Line> lines;
};

struct Panels {
  std::vector<std::string> series;  // in the order in which they first appear
  std::vector<Panel> panels;        // likewise
  Range x, y;                       // shared by all panels
  bool has_band = false;
  std::size_t dropped = 0;  // rows left out: a value is not finite, or not positive on a logarithmic axis
  std::size_t cut =
      0;  // points whose band would reach to zero or below on a logarithmic axis; it is cut there
  std::string caption;  // the chart's own, and what was dropped and cut
};

// Checks the chart and sorts it; throws Error as check does.
Panels panels_of(const Chart& chart);

}  // namespace gg::lab
