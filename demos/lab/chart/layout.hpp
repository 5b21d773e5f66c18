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
  std::size_t key = 0;  // index into Panels::keys
  double left = 0;      // of its sample, legend_sample wide; the text follows
  double middle = 0;
};

struct Layout {
  double width = 0, height = 0;
  double left = 0;                             // where all that is left-aligned begins
  std::size_t columns = 1;                     // of panels
  std::vector<Box> panels;                     // the area within the axes, one a panel
  std::vector<bool> has_x_ticks, has_y_ticks;  // on the outer panels only, unless their axes are free
  bool has_slanted_x_ticks = false;            // texts too long to stand side by side
  Box all;                                     // around all panels
  Box colour_bar;                              // of a heat map
  double x_title_middle = 0;                   // of the title's line, below the ticks
  std::vector<LegendEntry> legend;             // empty when the lines carry their labels at their ends
  std::vector<std::string> subtitle;           // broken into lines
  std::vector<std::string> caption;
};

// Sizes of type and gaps, in pixels.
inline constexpr double title_size = 21, text_size = 15, small_size = 12.5;
inline constexpr double line_height = 1.35;  // in sizes of type
inline constexpr double title_baseline = 26, margin = 22, legend_sample = 34, colour_bar_width = 16;
inline constexpr double slant = 35;  // degrees, of ticks' texts too long to stand side by side

// The width of a text in DejaVu Sans, nearly.
double text_width(const std::string& text, double size);

// Broken at spaces into lines that are no wider, but for a word that is.
std::vector<std::string> wrapped(const std::string& text, double size, double width);

Layout layout_of(const Chart& chart, const Panels& panels, double width, double height);

// Ticks' texts are cut to so many characters.
inline constexpr std::size_t most_y_characters = 28, most_x_characters = 18;

// The name of a line at its end.
struct EndLabel {
  std::size_t series;
  std::string name;     // of the series, or of a fan's level
  double left, middle;  // of the name
  double end_x, end_y;  // of the line
  bool has_leader;      // from one to the other
};

// Names of the lines that end furthest right stand beside the panel, spread so that none covers another;
// those of lines that end before stand above their ends.
std::vector<EndLabel> end_labels_of(const Panels& panels, const Panel& panel, const Box& box);

}  // namespace gg::lab
