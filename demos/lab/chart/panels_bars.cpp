// Horizontal bars with error bars, a row a category.
#include <algorithm>
#include <cmath>

#include "demos/lab/chart/panels_parts.hpp"

namespace gg::lab {
namespace {

constexpr double row_share = 0.76;  // of a row's height that its bars take
// In rows: for the labels of reference lines, above the first.
double reference_room(std::size_t rows) { return 0.2 + 0.05 * static_cast<double>(rows); }

// Of the axis, what is kept free for the values' texts: more in a narrow panel.
double label_share(std::size_t panels) { return panels > 2 ? 0.36 : panels > 1 ? 0.22 : 0.14; }

void add_bars(const Chart& chart, const Bars& mark, const std::vector<PanelRows>& rows, std::size_t p,
              Panels& out) {
  Panel& panel = out.panels[p];
  const auto names = distinct_texts(chart, mark.category, rows_on_axis(rows, p, chart.free_y));
  panel.y = range_of_texts(names.size(), !chart.y.reversed);
  const bool has_labels = std::any_of(chart.references.begin(), chart.references.end(),
                                      [](const ReferenceLine& line) { return !line.label.empty(); });
  if (has_labels)
    (chart.y.reversed ? panel.y.high += reference_room(names.size())
                      : panel.y.low -= reference_room(names.size()));
  panel.y_ticks = ticks_of_texts(names);
  const Numbers& values = numbers(chart, mark.value);
  const Numbers& lows = out.has_band ? numbers(chart, mark.low) : values;
  const Numbers& highs = out.has_band ? numbers(chart, mark.high) : values;
  const std::size_t side_by_side = mark.series.empty() ? 1 : out.series.size();
  const double height = row_share / static_cast<double>(side_by_side);
  for (std::size_t row : rows[p].rows) {
    if (!can_show(values[row], chart.x.scale) || !std::isfinite(lows[row]) ||
        !can_show(highs[row], chart.x.scale)) {
      ++out.dropped;
      continue;
    }
    const std::string category = texts(chart, mark.category)[row];
    auto list = names;
    const auto middle = static_cast<double>(index_in(list, category));
    const std::size_t series =
        index_in(out.series, mark.series.empty() ? category : texts(chart, mark.series)[row]);
    const double bottom =
        middle - row_share / 2 + (mark.series.empty() ? 0 : static_cast<double>(series) * height);
    panel.bars.push_back(
        {series, category, bottom, bottom + height, values[row], lows[row], highs[row], 0, false});
  }
}

std::vector<double> values_of(const Chart& chart, const Panel& panel) {
  std::vector<double> values;
  for (const auto& bar : panel.bars) {
    for (double value : {bar.value, bar.low, bar.high}) {
      if (can_show(value, chart.x.scale)) values.push_back(value);
    }
  }
  return values;
}

// From 0 on a linear axis, with room for the values' texts.
Range range_of_bars(const Chart& chart, std::vector<double> values, double room) {
  for (const auto& line : chart.references) {
    if (line.axis == ReferenceLine::Across::x) values.push_back(line.value);
  }
  if (chart.x.scale != Scale::linear) {
    Range range = range_of(chart.x, values);
    if (!chart.x.high) range.high *= std::pow(range.high / range.low, room);
    return range;
  }
  values.push_back(0);
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const double span = *high > *low ? *high - *low : 1;
  const double start = *low < 0 ? *low - room * span : 0;
  const double end = *high > 0 || *low == 0 ? *high + room * span : 0;
  Range range{chart.x.low.value_or(start), chart.x.high.value_or(end), Scale::linear, chart.x.reversed};
  if (range.high <= range.low) (chart.x.low ? range.high = range.low + span : range.low = range.high - span);
  return range;
}

// Beside the bar and its error bar, never in it.
void place_label(const Panels& panels, const Panel& panel, Bar& bar) {
  const bool is_below = panels.has_values_axis && bar.value < 0;
  bar.label_at = is_below ? bar.low : bar.high;
  bar.label_left = is_below != panel.x.reversed;
}

}  // namespace

void sort_mark(const Chart& chart, const Bars& mark, const std::vector<PanelRows>& rows, Panels& out) {
  out.y_texts = true;
  out.has_band = !mark.low.empty();
  const std::string& names = mark.series.empty() ? mark.category : mark.series;
  out.series = distinct_texts(chart, names, rows_on_axis(rows, 0, false));
  for (std::size_t p = 0; p < rows.size(); ++p) add_bars(chart, mark, rows, p, out);
  std::vector<double> all;
  for (const auto& panel : out.panels) {
    const auto own = values_of(chart, panel);
    all.insert(all.end(), own.begin(), own.end());
  }
  for (auto& panel : out.panels) {
    panel.x = range_of_bars(chart, chart.free_x ? values_of(chart, panel) : all, label_share(rows.size()));
    panel.x_ticks = ticks_of(chart.x, panel.x, x_tick_count(rows.size()));
    if (panel.x.scale != Scale::linear || panel.x.low > 0 || panel.x.high < 0) out.has_values_axis = false;
    for (auto& bar : panel.bars) {
      if (can_show(bar.low, chart.x.scale)) continue;
      bar.low = panel.x.low;
      ++out.cut;
    }
  }
  for (auto& panel : out.panels) {
    for (auto& bar : panel.bars) place_label(out, panel, bar);
  }
  if (mark.series.empty()) return;
  for (std::size_t i = 0; i < out.series.size(); ++i) {
    out.keys.push_back({Key::Kind::box, out.series[i], i, 0});
  }
}

}  // namespace gg::lab
