// A chart's rows, sorted into panels and what is drawn in them: what every renderer begins with.
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
  std::size_t level = 0;      // of a fan, index into Panels::levels; the upper ones hold the bands
  std::vector<Point> points;  // by growing x
};

struct HeatCell {
  double left = 0, right = 0;  // in units of the axes, left < right and bottom < top
  double bottom = 0, top = 0;
  double value = 0;
  std::string x, y;  // what the rows said
};

struct Bar {
  std::size_t series = 0;
  std::string category;
  double bottom = 0, top = 0;  // on the axis y, where category i has its middle at i
  double value = 0;
  double low = 0, high = 0;  // equal to the value without error bars
  double label_at = 0;       // where the value's text stands: beyond the end that is furthest from 0,
  bool label_left = false;   // on its left (where the axis runs from left to right), otherwise on its right
};

struct Panel {
  std::string title;            // the facet's text; empty without facets
  std::vector<Line> lines;      // of LineWithBand and Fan
  std::vector<HeatCell> cells;  // of HeatMap
  std::vector<Bar> bars;        // of Bars
  Range x = {}, y = {};         // the same in all panels unless they are free
  std::vector<Tick> x_ticks = {}, y_ticks = {};
};

// An entry of the legend.
struct Key {
  enum class Kind { line, band, box };
  Kind kind = Kind::line;
  std::string label;
  std::size_t series = 0;
  std::size_t depth = 0;  // of a fan's band or line: 0 for the outermost
};

struct Panels {
  std::vector<std::string> series;  // in the order in which they first appear; each has its style
  std::vector<Panel> panels;        // likewise
  std::vector<std::string> levels;  // of a fan
  std::vector<Key> keys;            // the legend; empty when nothing needs one
  bool has_end_labels = false;      // lines carry their names (or levels) at their ends, instead of a legend
  bool has_band = false;            // or error bars
  bool has_values_axis = true;      // bars lie on the axis from 0; false: markers at the values
  bool x_texts = false, y_texts = false;  // ticks are texts, not places on a scale
  Range colour = {};                      // of a heat map
  std::vector<Tick> colour_ticks = {};
  bool diverging = false;
  std::size_t dropped = 0;  // rows left out: a value is not finite, or not positive on a logarithmic axis
  std::size_t cut = 0;  // bands that would reach to zero or below on a logarithmic axis, and are cut there
  std::vector<bool> references_right;  // whether the name of a line across y stands at the right end
  std::string caption;                 // the chart's own, and what was dropped, cut and left blank
};

// Checks the chart and sorts it; throws Error as check does.
Panels panels_of(const Chart& chart);

// Appends a sentence to a caption.
void add_sentence(std::string& caption, const std::string& sentence);

// Whether the legend names series, so that one may be picked by it; that of a lone fan names its bands.
bool has_series_legend(const Panels& panels);

// How far inside a fan a level lies: 0 for the lowest and the highest, 1 for the next, ...
std::size_t depth_of(std::size_t level, std::size_t levels);

}  // namespace gg::lab
