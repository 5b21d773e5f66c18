// A chart is a value: columns of numbers and texts, and how they are to be drawn. It knows no renderer.
//
//   Chart chart;
//   chart.title = "Batch norm needs a batch";
//   chart.columns = {{"n", batch}, {"error", means}, {"low", lows}, {"high", highs}, {"norm", norms}};
//   chart.mark = LineWithBand{"n", "error", "low", "high", "norm"};
//   chart.x = {"normalization batch", Scale::log2, /*reversed=*/true};
//   chart.y = {"validation error (%)"};
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace gg::lab {

using Numbers = std::vector<double>;
using Texts = std::vector<std::string>;

struct Column {
  std::string name;
  std::variant<Numbers, Texts> values;
};

enum class Scale { linear, log2, log10 };

struct Tick {
  double value = 0;
  std::string label;
};

struct Axis {
  std::string title;  // with its unit: "validation error (%)"
  Scale scale = Scale::linear;
  bool reversed = false;           // large values left or at the bottom
  std::optional<double> low = {};  // by default the data decide
  std::optional<double> high = {};
  std::vector<Tick> ticks = {};  // by default round numbers
};

struct ReferenceLine {
  enum class Across { x, y };
  Across axis = Across::y;  // y: a horizontal line at a value of y
  double value = 0;
  std::string label;  // may be empty
};

// A line through the means of each series, within a band. The names are those of columns.
struct LineWithBand {
  std::string x;           // numbers
  std::string y;           // numbers
  std::string y_low = {};  // numbers: the band; both or neither
  std::string y_high = {};
  std::string series = {};  // texts: one line each, in the order in which they first appear; may be empty
};

// A value in every cell of a grid that tiles the panel: x by y, each numbers (cells reach half way to the
// next value) or texts (in the order in which they first appear, y from the top down). A cell without a row,
// or whose value is not finite, stays blank, and the caption says how many do. Values: the axis `colour`.
struct HeatMap {
  std::string x;           // numbers or texts
  std::string y;           // numbers or texts
  std::string value;       // numbers; no cell twice in a panel
  bool diverging = false;  // two hues that part at 0 (at 1 on a logarithmic scale), instead of one that grows
};

// How a distribution moves over x: a line for each level, and nested bands between the outermost, the next,
// ...
struct Fan {
  std::string x;                    // numbers
  std::vector<std::string> levels;  // numbers each, from low to high: p1, p20, p80, p99; at least two
  std::string series = {};          // texts: one fan each; if empty, the text of a panel gives its colour
};

// Horizontal bars from 0, one row a category, from the top down in the order of first appearance. Where the
// axis x does not reach 0, or is logarithmic, a bar would lie: there is a marker at the value instead.
struct Bars {
  std::string category;  // texts
  std::string value;     // numbers, along the axis x
  std::string low = {};  // numbers: error bars; both or neither
  std::string high = {};
  std::string series =
      {};  // texts: bars side by side in each row; if empty, each category gives its own colour
};

// What is drawn. A new kind of mark is a struct that names its columns, one more alternative here, and one
// more overload wherever std::visit is called on it (the check in chart.cpp, the sorting in panels.cpp).
using Mark = std::variant<LineWithBand, HeatMap, Fan, Bars>;

struct Chart {
  std::string title;
  std::string subtitle;
  std::string caption;  // small print below the chart
  std::vector<Column> columns;
  Mark mark;
  std::string facet;  // texts: one small panel for each; empty for one panel
  Axis x;
  Axis y;
  std::vector<ReferenceLine> references;
  Axis colour = {};     // of a heat map's values, the same in all panels
  bool free_x = false;  // each panel has limits and ticks of its own, from its own rows; otherwise all share
  bool free_y = false;
};

// The column of that name; throws Error naming the chart and the columns there are, or the type expected.
const Numbers& numbers(const Chart& chart, const std::string& column);
const Texts& texts(const Chart& chart, const std::string& column);

// Rows, which is the length of every column of a chart that check() passes.
std::size_t row_count(const Chart& chart);

bool holds_texts(const Chart& chart, const std::string& column);

// Throws Error when a chart cannot be drawn: a column that is missing, named twice, of the wrong type or of
// another length than the rest; no rows; half a band; a cell twice; a category's bar twice; fewer than two
// levels; limits, ticks or reference lines that do not fit to the axis; a logarithmic axis of texts.
void check(const Chart& chart);

}  // namespace gg::lab
