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

// What is drawn. A new kind of mark is a struct that names its columns, one more alternative here, and one
// more overload wherever std::visit is called on it (the check in chart.cpp, each renderer).
using Mark = std::variant<LineWithBand>;

struct Chart {
  std::string title;
  std::string subtitle;
  std::string caption;  // small print below the chart
  std::vector<Column> columns;
  Mark mark;
  std::string facet;  // texts: one small panel for each, on the same axes; empty for one panel
  Axis x;
  Axis y;
  std::vector<ReferenceLine> references;
};

// The column of that name; throws Error naming the chart and the columns there are, or the type expected.
const Numbers& numbers(const Chart& chart, const std::string& column);
const Texts& texts(const Chart& chart, const std::string& column);

// Throws Error when a chart cannot be drawn: a column that is missing, named twice, of the wrong type or of
// another length than the rest; no rows; half a band; limits or ticks that do not fit to the axis.
void check(const Chart& chart);

}  // namespace gg::lab
