// Lines with bands, and fans, which are lines whose bands are nested.
#include <algorithm>
#include <cmath>

#include "demos/lab/chart/panels_parts.hpp"

namespace gg::lab {
namespace {

Line& line_of(Panel& panel, std::size_t series, std::size_t level) {
  for (auto& line : panel.lines) {
    if (line.series == series && line.level == level) return line;
  }
  panel.lines.push_back({series, level, {}});
  return panel.lines.back();
}

void add_point(const Chart& chart, Panels& out, std::size_t panel, std::size_t series, std::size_t level,
               const Point& point) {
  const bool shown = can_show(point.x, chart.x.scale) && can_show(point.y, chart.y.scale) &&
                     std::isfinite(point.low) && can_show(point.high, chart.y.scale);
  if (shown) {
    line_of(out.panels[panel], series, level).points.push_back(point);
  } else {
    ++out.dropped;
  }
}

// What an axis has to hold.
struct Values {
  std::vector<double> xs, ys;

  void add(const Chart& chart, const Panel& panel) {
    for (const auto& line : panel.lines) {
      for (const auto& point : line.points) {
        xs.push_back(point.x);
        for (double value : {point.y, point.low, point.high}) {
          if (can_show(value, chart.y.scale)) ys.push_back(value);
        }
      }
    }
  }
};

// Ends the bands that a logarithmic axis cannot show at its lower limit.
void cut_bands(const Chart& chart, Panels& out, Panel& panel) {
  for (auto& line : panel.lines) {
    for (auto& point : line.points) {
      if (can_show(point.low, chart.y.scale)) continue;
      point.low = panel.y.low;
      ++out.cut;
    }
    std::stable_sort(line.points.begin(), line.points.end(),
                     [](const Point& a, const Point& b) { return a.x < b.x; });
  }
}

void set_axes(const Chart& chart, Panels& out) {
  Values all;
  for (const auto& panel : out.panels) all.add(chart, panel);
  for (auto& panel : out.panels) {
    Values own;
    own.add(chart, panel);
    auto xs = chart.free_x ? own.xs : all.xs, ys = chart.free_y ? own.ys : all.ys;
    for (const auto& reference : chart.references) {
      (reference.axis == ReferenceLine::Across::x ? xs : ys).push_back(reference.value);
    }
    panel.x = range_of(chart.x, xs);
    panel.y = range_of(chart.y, ys);
    panel.x_ticks = ticks_of(chart.x, panel.x, x_tick_count(out.panels.size()));
    panel.y_ticks = ticks_of(chart.y, panel.y, y_tick_count(out.panels.size()));
    cut_bands(chart, out, panel);
  }
}

void add_series_keys(Panels& out) {
  for (std::size_t i = 0; i < out.series.size(); ++i) {
    out.keys.push_back({Key::Kind::line, out.series[i], i, 0});
  }
}

// "p1 to p99" for the outermost band, and so on; a level in the middle is a line.
void add_level_keys(Panels& out) {
  const std::size_t n = out.levels.size();
  for (std::size_t i = 0; i < n / 2; ++i) {
    out.keys.push_back({Key::Kind::band, out.levels[i] + " to " + out.levels[n - 1 - i], 0, i});
  }
  if (n % 2 == 1) out.keys.push_back({Key::Kind::line, out.levels[n / 2], 0, n / 2});
}

}  // namespace

std::size_t depth_of(std::size_t level, std::size_t levels) { return std::min(level, levels - 1 - level); }

void sort_mark(const Chart& chart, const LineWithBand& mark, const std::vector<PanelRows>& rows,
               Panels& out) {
  const Numbers &x = numbers(chart, mark.x), &y = numbers(chart, mark.y);
  out.has_band = !mark.y_low.empty();
  const Numbers& low = out.has_band ? numbers(chart, mark.y_low) : y;
  const Numbers& high = out.has_band ? numbers(chart, mark.y_high) : y;
  for (std::size_t i = 0; i < x.size(); ++i) index_in(out.series, text_at(chart, mark.series, i));
  for (std::size_t panel = 0; panel < rows.size(); ++panel) {
    for (std::size_t i : rows[panel].rows) {
      const std::size_t series = index_in(out.series, text_at(chart, mark.series, i));
      add_point(chart, out, panel, series, 0, {x[i], y[i], low[i], high[i]});
    }
  }
  set_axes(chart, out);
  const bool has_names = out.series.size() > 1 || !out.series[0].empty();
  out.has_end_labels = has_names && rows.size() == 1;
  if (has_names) add_series_keys(out);
}

void sort_mark(const Chart& chart, const Fan& mark, const std::vector<PanelRows>& rows, Panels& out) {
  const Numbers& x = numbers(chart, mark.x);
  out.has_band = true;
  out.levels = mark.levels;
  const std::size_t n = mark.levels.size();
  const std::string& names = mark.series.empty() ? chart.facet : mark.series;
  for (std::size_t i = 0; i < x.size(); ++i) index_in(out.series, text_at(chart, names, i));
  for (std::size_t panel = 0; panel < rows.size(); ++panel) {
    for (std::size_t i : rows[panel].rows) {
      const std::size_t series = index_in(out.series, text_at(chart, names, i));
      for (std::size_t level = 0; level < n; ++level) {
        const double y = numbers(chart, mark.levels[level])[i];
        const double opposite = numbers(chart, mark.levels[n - 1 - level])[i];
        add_point(chart, out, panel, series, level, {x[i], y, 2 * level >= n ? opposite : y, y});
      }
    }
  }
  set_axes(chart, out);
  out.has_end_labels = rows.size() == 1 && out.series.size() == 1;
  const bool has_names = !mark.series.empty();
  if (has_names) add_series_keys(out);
  if (!has_names || out.series.size() == 1) add_level_keys(out);
  if (has_names && out.series.size() > 1) {
    add_sentence(out.caption, "Lines and bands: " + mark.levels.front() + " to " + mark.levels.back() + ".");
  }
}

}  // namespace gg::lab
