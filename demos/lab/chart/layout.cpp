#include "demos/lab/chart/layout.hpp"

#include <algorithm>
#include <sstream>

#include "demos/lab/chart/labels.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

constexpr double panel_gap = 30;
constexpr double least_panel = 150;  // width of a panel that can still be read

std::vector<std::string> wrapped(const std::string& text, double size, double width) {
  std::vector<std::string> lines;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (lines.empty() || text_width(lines.back() + " " + word, size) > width) {
      lines.push_back(word);
    } else {
      lines.back() += " " + word;
    }
  }
  return lines;
}

double height_of(const std::vector<std::string>& lines, double size) {
  return static_cast<double>(lines.size()) * size * line_height;
}

// One row as long as the panels in it are not too narrow, else rows of much the same length.
std::size_t columns_for(std::size_t panels, double width) {
  const auto fitting =
      static_cast<std::size_t>(std::max(1.0, (width + panel_gap) / (least_panel + panel_gap)));
  const std::size_t rows = (panels + fitting - 1) / fitting;
  return (panels + rows - 1) / rows;
}

double widest(const std::vector<std::string>& texts, double size) {
  double width = 0;
  for (const auto& text : texts) width = std::max(width, text_width(text, size));
  return width;
}

// Places the entries in rows from `top` on and returns where the rows end.
double place_legend(Layout& layout, const std::vector<std::string>& series, double top) {
  double left = layout.left, middle = top + text_size * 0.7;
  for (std::size_t i = 0; i < series.size(); ++i) {
    const double width = legend_sample + 8 + text_width(series[i], text_size) + 24;
    if (left > layout.left && left + width > layout.width - margin) {
      left = layout.left;
      middle += text_size * 1.6;
    }
    layout.legend.push_back({i, left, middle});
    left += width;
  }
  return middle + text_size * 1.1;
}

void place_panels(Layout& layout, std::size_t count, bool have_titles) {
  const std::size_t columns = columns_for(count, layout.all.right - layout.all.left),
                    rows = (count + columns - 1) / columns;
  const double title = have_titles ? text_size * 1.6 : 0;
  const auto c = static_cast<double>(columns), r = static_cast<double>(rows);
  const double width = (layout.all.right - layout.all.left - panel_gap * (c - 1)) / c;
  const double height = (layout.all.bottom - layout.all.top - panel_gap * 0.7 * (r - 1)) / r;
  for (std::size_t i = 0; i < count; ++i) {
    const double left = layout.all.left + static_cast<double>(i % columns) * (width + panel_gap);
    const double top = layout.all.top + static_cast<double>(i / columns) * (height + panel_gap * 0.7);
    layout.panels.push_back({left, top + title, left + width, top + height});
    layout.has_y_ticks.push_back(i % columns == 0);
    layout.has_x_ticks.push_back(i + columns >= count);
  }
}

}  // namespace

double text_width(const std::string& text, double size) {
  return 0.6 * size * static_cast<double>(display_width(text));
}

bool has_end_labels(const Panels& panels) {
  return panels.panels.size() == 1 && (panels.series.size() > 1 || !panels.series[0].empty());
}

Layout layout_of(const Chart& chart, const Panels& panels, const std::vector<Tick>& y_ticks, double width,
                 double height) {
  Layout layout;
  layout.width = width;
  layout.height = height;
  layout.left = margin;
  layout.subtitle = wrapped(chart.subtitle, text_size, width - 2 * margin);
  layout.caption = wrapped(panels.caption, small_size, width - 2 * margin);

  double top = title_baseline + 12 + height_of(layout.subtitle, text_size);
  const bool needs_legend =
      !has_end_labels(panels) && (panels.series.size() > 1 || !panels.series[0].empty());
  top = needs_legend ? place_legend(layout, panels.series, top + 8) : top + 20;

  std::vector<std::string> y_labels;
  for (const auto& tick : y_ticks) y_labels.push_back(tick.label);
  const double y_title = chart.y.title.empty() ? 0 : text_size * 1.7;
  const double x_title = chart.x.title.empty() ? 0 : text_size * 1.6;
  const double end_labels = has_end_labels(panels) ? widest(panels.series, text_size) + 26 : 6;
  layout.all = {margin + y_title + widest(y_labels, text_size) + 8, top, width - margin - end_labels,
                height - 16 - height_of(layout.caption, small_size) - x_title - text_size * 1.7};
  place_panels(layout, panels.panels.size(), !chart.facet.empty());
  return layout;
}

std::vector<EndLabel> end_labels_of(const Panels& panels, const Panel& panel, const Box& box) {
  std::vector<EndLabel> labels;
  double furthest = 0;
  for (const auto& line : panel.lines) {
    const Point& end = panels.x.reversed ? line.points.front() : line.points.back();
    const double x = box.left + panels.x.place(end.x) * (box.right - box.left);
    const double y = box.bottom - std::clamp(panels.y.place(end.y), 0.0, 1.0) * (box.bottom - box.top);
    labels.push_back({line.series, x + 8, y - text_size * 0.9, x, y, false});
    furthest = std::max(furthest, x);
  }
  std::vector<double> ends;
  for (const auto& label : labels) {
    if (label.end_x > furthest - 1) ends.push_back(label.end_y);
  }
  const auto places = spread(ends, text_size * 1.25, box.top, box.bottom - text_size * 0.5);
  auto place = places.begin();
  for (auto& label : labels) {
    if (label.end_x <= furthest - 1) continue;
    label.left = box.right + 20;
    label.middle = *place++;
    label.has_leader = true;
  }
  return labels;
}

}  // namespace gg::lab
