#include "demos/lab/chart/chart.hpp"

#include <algorithm>
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

// Both or neither of two columns of numbers.
void check_band(const Chart& chart, const char* what, const std::string& low, const std::string& high,
                const char* low_name, const char* high_name) {
  GG_CHECK(low.empty() == high.empty(), name_of(chart), ": ", what, " needs ", low_name, " and ", high_name,
           ", got only ", low.empty() ? high_name : low_name);
  if (low.empty()) return;
  numbers(chart, low);
  numbers(chart, high);
}

// No two rows that agree in all of these columns; an empty name stands for none.
void check_no_repeats(const Chart& chart, const char* what, const std::vector<std::string>& columns) {
  std::set<std::vector<std::string>> seen;
  for (std::size_t i = 0; i < row_count(chart); ++i) {
    std::vector<std::string> key;
    for (const auto& name : columns) {
      if (!name.empty())
        key.push_back(holds_texts(chart, name) ? texts(chart, name)[i] : text(numbers(chart, name)[i]));
    }
    GG_CHECK(seen.insert(key).second, name_of(chart), ": expected one row for each ", what, ", got two for ",
             list_text(key));
  }
}

// Texts stand side by side in their order: there is no scale to choose, limit or mark.
void check_text_axis(const Chart& chart, const Axis& axis, ReferenceLine::Across across) {
  const auto is_across = [&](const ReferenceLine& line) { return line.axis == across; };
  const bool has_reference = std::any_of(chart.references.begin(), chart.references.end(), is_across);
  GG_CHECK(axis.scale == Scale::linear && !axis.low && !axis.high && axis.ticks.empty() && !has_reference,
           name_of(chart), ": expected no scale, limits, ticks or reference lines on axis \"", axis.title,
           "\", which holds texts");
}

void check_mark(const Chart& chart, const LineWithBand& mark) {
  numbers(chart, mark.x);
  numbers(chart, mark.y);
  check_band(chart, "a band", mark.y_low, mark.y_high, "y_low", "y_high");
  if (!mark.series.empty()) texts(chart, mark.series);
}

void check_mark(const Chart& chart, const Fan& mark) {
  numbers(chart, mark.x);
  GG_CHECK(mark.levels.size() >= 2, name_of(chart), ": expected at least two levels of a fan, got ",
           mark.levels.size());
  for (const auto& level : mark.levels) numbers(chart, level);
  if (!mark.series.empty()) texts(chart, mark.series);
}

void check_mark(const Chart& chart, const HeatMap& mark) {
  if (holds_texts(chart, mark.x)) check_text_axis(chart, chart.x, ReferenceLine::Across::x);
  if (holds_texts(chart, mark.y)) check_text_axis(chart, chart.y, ReferenceLine::Across::y);
  numbers(chart, mark.value);
  check_axis(chart, chart.colour);
  check_no_repeats(chart, "cell", {chart.facet, mark.x, mark.y});
}

void check_mark(const Chart& chart, const Bars& mark) {
  texts(chart, mark.category);
  check_text_axis(chart, chart.y, ReferenceLine::Across::y);
  numbers(chart, mark.value);
  check_band(chart, "an error bar", mark.low, mark.high, "low", "high");
  if (!mark.series.empty()) texts(chart, mark.series);
  check_no_repeats(chart, "bar", {chart.facet, mark.category, mark.series});
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

std::size_t row_count(const Chart& chart) {
  return chart.columns.empty() ? 0 : length(chart.columns.front());
}

bool holds_texts(const Chart& chart, const std::string& column) {
  return std::holds_alternative<Texts>(column_of(chart, column).values);
}

void check(const Chart& chart) {
  check_columns(chart);
  if (!chart.facet.empty()) texts(chart, chart.facet);
  std::visit([&](const auto& mark) { check_mark(chart, mark); }, chart.mark);
  check_axis(chart, chart.x);
  check_axis(chart, chart.y);
  for (const auto& line : chart.references) {
    const Axis& axis = line.axis == ReferenceLine::Across::x ? chart.x : chart.y;
    check_value(chart, axis, "reference line", line.value);
  }
}

}  // namespace gg::lab
