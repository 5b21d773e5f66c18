#include "demos/lab/chart/panels.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

bool can_show(double value, Scale scale) {
  return std::isfinite(value) && (scale == Scale::linear || value > 0);
}

template <class T, class Name>
std::size_t index_of(std::vector<T>& items, const std::string& wanted, const Name& name, const T& fresh) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const T& item) { return name(item) == wanted; });
  if (found == items.end()) {
    items.push_back(fresh);
    return items.size() - 1;
  }
  return static_cast<std::size_t>(found - items.begin());
}

Line& line_of(Panel& panel, std::size_t series) {
  for (auto& line : panel.lines) {
    if (line.series == series) return line;
  }
  panel.lines.push_back({series, {}});
  return panel.lines.back();
}

std::string caption_of(const Chart& chart, const Panels& panels, std::size_t rows) {
  std::string caption = chart.caption;
  const auto add = [&](const std::string& sentence) { caption += (caption.empty() ? "" : " ") + sentence; };
  const bool logarithmic = chart.x.scale != Scale::linear || chart.y.scale != Scale::linear;
  if (panels.dropped > 0) {
    add(std::to_string(panels.dropped) + " of " + count_text(rows, "point") +
        (panels.dropped == 1 ? " is" : " are") + " not shown: not finite" +
        (logarithmic ? ", or not positive on a logarithmic axis." : "."));
  }
  if (panels.cut > 0) {
    add("The band of " + count_text(panels.cut, "point") +
        " reaches to zero or below and is cut at the end of the axis.");
  }
  return caption;
}

// Sets the shared ranges, then ends the bands that a logarithmic axis cannot show at its lower limit.
void set_ranges(const Chart& chart, Panels& panels) {
  std::vector<double> xs, ys;
  for (const auto& panel : panels.panels) {
    for (const auto& line : panel.lines) {
      for (const auto& point : line.points) {
        xs.push_back(point.x);
        for (double value : {point.y, point.low, point.high}) {
          if (can_show(value, chart.y.scale)) ys.push_back(value);
        }
      }
    }
  }
  for (const auto& reference : chart.references) {
    (reference.axis == ReferenceLine::Across::x ? xs : ys).push_back(reference.value);
  }
  panels.x = range_of(chart.x, xs);
  panels.y = range_of(chart.y, ys);
  for (auto& panel : panels.panels) {
    for (auto& line : panel.lines) {
      for (auto& point : line.points) {
        if (can_show(point.low, chart.y.scale)) continue;
        point.low = panels.y.low;
        ++panels.cut;
      }
      std::stable_sort(line.points.begin(), line.points.end(),
                       [](const Point& a, const Point& b) { return a.x < b.x; });
    }
  }
}

}  // namespace

Panels panels_of(const Chart& chart) {
  check(chart);
  GG_CHECK(std::holds_alternative<LineWithBand>(chart.mark), "chart \"", chart.title,
           "\": only lines with bands can be drawn so far");
  const auto& mark = std::get<LineWithBand>(chart.mark);
  const Numbers& x = numbers(chart, mark.x);
  const Numbers& y = numbers(chart, mark.y);
  Panels out;
  out.has_band = !mark.y_low.empty();
  const Numbers& low = out.has_band ? numbers(chart, mark.y_low) : y;
  const Numbers& high = out.has_band ? numbers(chart, mark.y_high) : y;
  const auto name = [&](const std::string& column, std::size_t row) {
    return column.empty() ? std::string() : texts(chart, column)[row];
  };
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::string series = name(mark.series, i), facet = name(chart.facet, i);
    const auto s = index_of(
        out.series, series, [](const std::string& text) { return text; }, series);
    const auto p = index_of(
        out.panels, facet, [](const Panel& panel) { return panel.title; }, Panel{facet, {}});
    const bool shown = can_show(x[i], chart.x.scale) && can_show(y[i], chart.y.scale) &&
                       std::isfinite(low[i]) && can_show(high[i], chart.y.scale);
    if (shown) {
      line_of(out.panels[p], s).points.push_back({x[i], y[i], low[i], high[i]});
    } else {
      ++out.dropped;
    }
  }
  set_ranges(chart, out);
  out.caption = caption_of(chart, out, x.size());
  return out;
}

}  // namespace gg::lab
