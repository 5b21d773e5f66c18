// Where things lie on the canvas of a chart: pixels from its upper left corner.
#pragma once

#include <string>
#include <vector>

#include "demos/lab/chart/chart.hpp"
#include "demos/lab/chart/panels.hpp"

namespace gg::lab {

struct Box {
  double left = 0, top = 0, right = 0, bottom = 0;
};

struct LegendEntry {
  std::size_t series = 0;
  double left = 0;  // of its line sample, legend_sample wide; the text follows
  double middle = 0;
};

struct Layout {
  double width = 0, height = 0;
  double left = 0;                             // where all that is left-aligned begins
  std::vector<Box> panels;                     // the area within the axes, one a panel
  std::vector<bool> has_x_ticks, has_y_ticks;  // on the outer panels only
  Box all;                                     // around all panels
  std::vector<LegendEntry> legend;             // empty when the lines carry their labels at their ends
  std::vector<std::string> subtitle;           // broken into lines
  std::vector<std::string> caption;
};

// Sizes of type and gaps, in pixels.
inline constexpr double title_size = 21, text_size = 15, small_size = 12.5;
inline constexpr double line_height = 1.35;  // in sizes of type
inline constexpr double title_baseline = 26, margin = 22, legend_sample = 34;

// The width of a text in DejaVu Sans, nearly.
double text_width(const std::string& text, double size);

// Whether the lines carry their names at their ends, which one panel has the room for.
bool has_end_labels(const Panels& panels);

Layout layout_of(const Chart& chart, const Panels& panels, const std::vector<Tick>& y_ticks, double width,
                 double height);

// The name of a line at its end.
struct EndLabel {
  std::size_t series;
  double left, middle;  // of the name
  double end_x, end_y;  // of the line
  bool has_leader;      // from one to the other
};

// Names of the lines that end furthest right stand beside the panel, spread so that none covers another;
// those of lines that end before stand above their ends.
std::vector<EndLabel> end_labels_of(const Panels& panels, const Panel& panel, const Box& box);

}  // namespace gg::lab
