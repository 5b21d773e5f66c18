// Heat maps: a grid of cells that tiles the panel.
#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "demos/lab/chart/palette.hpp"
#include "demos/lab/chart/panels_parts.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

constexpr std::size_t few_values = 8;  // so many places on an axis get a tick each

// One axis of the grid: its places, and where the cells at them begin and end.
struct Places {
  std::vector<std::string> names;  // of texts
  std::vector<double> values;      // of numbers, growing
  std::vector<double> edges;       // one more than places
  Range range;
  std::vector<Tick> ticks;

  std::size_t size() const { return edges.size() - 1; }
};

// Half way to the neighbours, on the axis' scale; the outermost cells are symmetric.
std::vector<double> edges_between(const std::vector<double>& values, Scale scale) {
  const auto to = [&](double value) { return scaled(value, scale); };
  const auto from = [&](double value) { return unscaled(value, scale); };
  if (values.size() == 1) return {from(to(values[0]) - 0.5), from(to(values[0]) + 0.5)};
  std::vector<double> edges;
  for (std::size_t i = 1; i < values.size(); ++i) edges.push_back((to(values[i - 1]) + to(values[i])) / 2);
  edges.insert(edges.begin(), 2 * to(values.front()) - edges.front());
  edges.push_back(2 * to(values.back()) - edges.back());
  for (double& edge : edges) edge = from(edge);
  return edges;
}

Places places_of_texts(const std::vector<std::string>& names, bool reversed) {
  Places out;
  out.names = names;
  out.range = range_of_texts(names.size(), reversed);
  out.ticks = ticks_of_texts(names);
  for (std::size_t i = 0; i <= names.size(); ++i) out.edges.push_back(static_cast<double>(i) - 0.5);
  return out;
}

Places places_of_numbers(const Axis& axis, std::vector<double> values, int tick_count) {
  Places out;
  values.erase(
      std::remove_if(values.begin(), values.end(), [&](double v) { return !can_show(v, axis.scale); }),
      values.end());
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  out.values = values;
  if (values.empty()) {
    out.edges = {0};
    out.range = range_of(axis, {});
    return out;
  }
  out.edges = edges_between(values, axis.scale);
  out.range = {axis.low.value_or(out.edges.front()), axis.high.value_or(out.edges.back()), axis.scale,
               axis.reversed};
  Axis ticked = axis;
  if (axis.ticks.empty() && values.size() <= few_values) {
    for (double value : values) ticked.ticks.push_back({value, text(value)});
  }
  out.ticks = ticks_of(ticked, out.range, tick_count);
  return out;
}

// `down`: texts run from the top down, unless the axis is reversed.
Places places_of(const Chart& chart, const Axis& axis, const std::string& column,
                 const std::vector<std::size_t>& rows, int tick_count, bool down) {
  if (holds_texts(chart, column)) {
    return places_of_texts(distinct_texts(chart, column, rows), axis.reversed != down);
  }
  std::vector<double> values;
  for (std::size_t row : rows) values.push_back(numbers(chart, column)[row]);
  return places_of_numbers(axis, values, tick_count);
}

// Where a row's value lies among the places; their number if it has none.
std::size_t place_in(const Places& places, const Chart& chart, const std::string& column, std::size_t row) {
  if (holds_texts(chart, column)) {
    const auto& name = texts(chart, column)[row];
    return static_cast<std::size_t>(std::find(places.names.begin(), places.names.end(), name) -
                                    places.names.begin());
  }
  const double value = numbers(chart, column)[row];
  const auto found = std::find(places.values.begin(), places.values.end(), value);
  return static_cast<std::size_t>(found - places.values.begin());
}

void set_colours(const Chart& chart, const HeatMap& mark, Panels& out) {
  std::vector<double> values;
  for (const auto& panel : out.panels) {
    for (const auto& cell : panel.cells) values.push_back(cell.value);
  }
  out.diverging = mark.diverging;
  out.colour = range_of_colours(chart.colour, values, mark.diverging);
  out.colour_ticks = ticks_of(chart.colour, out.colour, 6);
  const auto beyond = std::count_if(values.begin(), values.end(), [&](double value) {
    return value < out.colour.low || value > out.colour.high;
  });
  if (beyond > 0) {
    add_sentence(out.caption, count_text(static_cast<std::size_t>(beyond), "cell") +
                                  " beyond the ends of the colour scale: drawn in the colour of that end.");
  }
}

}  // namespace

void sort_mark(const Chart& chart, const HeatMap& mark, const std::vector<PanelRows>& rows, Panels& out) {
  out.x_texts = holds_texts(chart, mark.x);
  out.y_texts = holds_texts(chart, mark.y);
  out.series = {""};
  const Numbers& values = numbers(chart, mark.value);
  std::size_t grid = 0, shown = 0;
  for (std::size_t p = 0; p < rows.size(); ++p) {
    const Places xs = places_of(chart, chart.x, mark.x, rows_on_axis(rows, p, chart.free_x),
                                x_tick_count(rows.size()), false);
    const Places ys = places_of(chart, chart.y, mark.y, rows_on_axis(rows, p, chart.free_y),
                                y_tick_count(rows.size()), true);
    Panel& panel = out.panels[p];
    panel.x = xs.range;
    panel.y = ys.range;
    panel.x_ticks = xs.ticks;
    panel.y_ticks = ys.ticks;
    for (std::size_t row : rows[p].rows) {
      const std::size_t i = place_in(xs, chart, mark.x, row), j = place_in(ys, chart, mark.y, row);
      if (i >= xs.size() || j >= ys.size()) {
        ++out.dropped;
        continue;
      }
      if (!can_show(values[row], chart.colour.scale)) continue;
      panel.cells.push_back({xs.edges[i], xs.edges[i + 1], ys.edges[j], ys.edges[j + 1], values[row],
                             text_at(chart, mark.x, row), text_at(chart, mark.y, row)});
    }
    grid += xs.size() * ys.size();
    shown += panel.cells.size();
  }
  set_colours(chart, mark, out);
  if (shown < grid) {
    add_sentence(out.caption, text(grid - shown) + " of " + count_text(grid, "cell") +
                                  (grid - shown == 1 ? " has" : " have") + " no value (grey).");
  }
}

}  // namespace gg::lab
