#include "demos/lab/chart/panels.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "demos/lab/chart/panels_parts.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

const char* word_for(const Mark& mark) { return std::holds_alternative<Bars>(mark) ? "bar" : "point"; }

std::size_t count_of_points(const Chart& chart) {
  const auto rows = std::visit([](const auto& values) { return values.size(); }, chart.columns[0].values);
  const auto* fan = std::get_if<Fan>(&chart.mark);
  return fan ? rows * fan->levels.size() : rows;
}

void tell_losses(const Chart& chart, Panels& panels) {
  const std::string what = word_for(chart.mark);
  const bool logarithmic = chart.x.scale != Scale::linear || chart.y.scale != Scale::linear;
  if (panels.dropped > 0) {
    add_sentence(panels.caption, text(panels.dropped) + " of " + count_text(count_of_points(chart), what) +
                                     (panels.dropped == 1 ? " is" : " are") + " not shown: not finite" +
                                     (logarithmic ? ", or not positive on a logarithmic axis." : "."));
  }
  if (panels.cut > 0) {
    add_sentence(panels.caption, "The band of " + count_text(panels.cut, what) +
                                     " reaches to zero or below and is cut at the end of the axis.");
  }
}

// The distance of the data from a line across y where its name may stand, in heights of a panel.
double room_beside(const Panels& panels, double value, bool at_right) {
  double room = 1;
  for (const auto& panel : panels.panels) {
    for (const auto& line : panel.lines) {
      for (const auto& point : line.points) {
        const double x = panel.x.place(point.x);
        if (at_right ? x < 0.8 : x > 0.2) continue;
        room = std::min(room, std::abs(panel.y.place(point.y) - panel.y.place(value)));
      }
    }
  }
  return room;
}

// On the left, unless the data pass there.
void place_reference_names(const Chart& chart, Panels& panels) {
  constexpr double enough = 0.15;
  for (const auto& line : chart.references) {
    const bool across_y = line.axis == ReferenceLine::Across::y;
    const double left = across_y ? room_beside(panels, line.value, false) : 1;
    panels.references_right.push_back(left < enough && room_beside(panels, line.value, true) > left);
  }
}

}  // namespace

std::vector<PanelRows> rows_by_panel(const Chart& chart) {
  std::vector<std::string> titles;
  std::vector<PanelRows> panels;
  const auto rows = std::visit([](const auto& values) { return values.size(); }, chart.columns[0].values);
  for (std::size_t row = 0; row < rows; ++row) {
    const std::string title = text_at(chart, chart.facet, row);
    const std::size_t panel = index_in(titles, title);
    if (panel == panels.size()) panels.push_back({title, {}});
    panels[panel].rows.push_back(row);
  }
  return panels;
}

std::vector<std::size_t> rows_on_axis(const std::vector<PanelRows>& panels, std::size_t panel, bool is_free) {
  if (is_free) return panels[panel].rows;
  std::vector<std::size_t> all;
  for (const auto& one : panels) all.insert(all.end(), one.rows.begin(), one.rows.end());
  std::sort(all.begin(), all.end());
  return all;
}

bool can_show(double value, Scale scale) {
  return std::isfinite(value) && (scale == Scale::linear || value > 0);
}

std::size_t index_in(std::vector<std::string>& list, const std::string& text) {
  const auto found = std::find(list.begin(), list.end(), text);
  if (found != list.end()) return static_cast<std::size_t>(found - list.begin());
  list.push_back(text);
  return list.size() - 1;
}

std::string text_at(const Chart& chart, const std::string& column, std::size_t row) {
  if (column.empty()) return "";
  return holds_texts(chart, column) ? texts(chart, column)[row] : text(numbers(chart, column)[row]);
}

std::vector<std::string> distinct_texts(const Chart& chart, const std::string& column,
                                        const std::vector<std::size_t>& rows) {
  std::vector<std::string> names;
  for (std::size_t row : rows) index_in(names, texts(chart, column)[row]);
  return names;
}

Range range_of_texts(std::size_t count, bool reversed) {
  return {-0.5, static_cast<double>(count) - 0.5, Scale::linear, reversed};
}

std::vector<Tick> ticks_of_texts(const std::vector<std::string>& names) {
  std::vector<Tick> ticks;
  for (std::size_t i = 0; i < names.size(); ++i) ticks.push_back({static_cast<double>(i), names[i]});
  return ticks;
}

int x_tick_count(std::size_t panels) { return panels > 2 ? 4 : 8; }
int y_tick_count(std::size_t panels) { return panels > 3 ? 5 : 6; }

void add_sentence(std::string& caption, const std::string& sentence) {
  caption += (caption.empty() ? "" : " ") + sentence;
}

bool has_series_legend(const Panels& panels) {
  return std::any_of(panels.keys.begin(), panels.keys.end(),
                     [&](const Key& key) { return key.label == panels.series[key.series]; });
}

Panels panels_of(const Chart& chart) {
  check(chart);
  const auto rows = rows_by_panel(chart);
  Panels out;
  out.caption = chart.caption;
  for (const auto& panel : rows) out.panels.push_back({panel.title, {}, {}, {}});
  std::visit([&](const auto& mark) { sort_mark(chart, mark, rows, out); }, chart.mark);
  tell_losses(chart, out);
  place_reference_names(chart, out);
  return out;
}

}  // namespace gg::lab
