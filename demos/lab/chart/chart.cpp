#include "demos/lab/chart/chart.hpp"

#include <cmath>
#include <set>

#include "core/check.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

std::string name_of(const Chart& chart) { return "chart \"" + chart.title + "\""; }

const Column& column_of(const Chart& chart, const std::string& name) {
  std::vector<std::string> names;
  for (const auto& column : chart.columns) {
    if (column.name == name) return column;
    names.push_back(column.name);
  }
  fail_with(name_of(chart), ": there is no column \"", name, "\", only ",
            names.empty() ? "none at all" : list_text(names));
}

std::size_t length(const Column& column) {
  return std::visit([](const auto& values) { return values.size(); }, column.values);
}

void check_columns(const Chart& chart) {
  GG_CHECK(!chart.columns.empty(), name_of(chart), ": expected columns, got none");
  const Column& first = chart.columns.front();
  GG_CHECK(length(first) > 0, name_of(chart), ": expected at least one row, got none");
  std::set<std::string> seen;
  for (const auto& column : chart.columns) {
    GG_CHECK(seen.insert(column.name).second, name_of(chart), ": there are two columns \"", column.name,
             "\"");
    GG_CHECK(length(column) == length(first), name_of(chart), ": column \"", column.name, "\" has ",
             length(column), " values, but \"", first.name, "\" has ", length(first));
  }
}

void check_mark(const Chart& chart, const LineWithBand& mark) {
  numbers(chart, mark.x);
  numbers(chart, mark.y);
  GG_CHECK(mark.y_low.empty() == mark.y_high.empty(), name_of(chart),
           ": a band needs y_low and y_high, got only ", mark.y_low.empty() ? "y_high" : "y_low");
  if (!mark.y_low.empty()) {
    numbers(chart, mark.y_low);
    numbers(chart, mark.y_high);
  }
  if (!mark.series.empty()) texts(chart, mark.series);
}

void check_value(const Chart& chart, const Axis& axis, const char* what, double value) {
  GG_CHECK(std::isfinite(value), name_of(chart), ": expected a finite ", what, " on axis \"", axis.title,
           "\", got ", value);
  GG_CHECK(axis.scale == Scale::linear || value > 0, name_of(chart), ": expected a positive ", what,
           " on the logarithmic axis \"", axis.title, "\", got ", value);
}

void check_axis(const Chart& chart, const Axis& axis) {
  if (axis.low) check_value(chart, axis, "lower limit", *axis.low);
  if (axis.high) check_value(chart, axis, "upper limit", *axis.high);
  GG_CHECK(!axis.low || !axis.high || *axis.low < *axis.high, name_of(chart), ": expected limits of axis \"",
           axis.title, "\" that grow, got ", axis.low.value_or(0), " and ", axis.high.value_or(0));
  for (const auto& tick : axis.ticks) check_value(chart, axis, "tick", tick.value);
}

}  // namespace

const Numbers& numbers(const Chart& chart, const std::string& column) {
  const auto* values = std::get_if<Numbers>(&column_of(chart, column).values);
  GG_CHECK(values, name_of(chart), ": column \"", column, "\" holds texts, numbers were expected");
  return *values;
}

const Texts& texts(const Chart& chart, const std::string& column) {
  const auto* values = std::get_if<Texts>(&column_of(chart, column).values);
  GG_CHECK(values, name_of(chart), ": column \"", column, "\" holds numbers, texts were expected");
  return *values;
}

void check(const Chart& chart) {
  check_columns(chart);
  std::visit([&](const auto& mark) { check_mark(chart, mark); }, chart.mark);
  if (!chart.facet.empty()) texts(chart, chart.facet);
  check_axis(chart, chart.x);
  check_axis(chart, chart.y);
  for (const auto& line : chart.references) {
    const Axis& axis = line.axis == ReferenceLine::Across::x ? chart.x : chart.y;
    check_value(chart, axis, "reference line", line.value);
  }
}

}  // namespace gg::lab
