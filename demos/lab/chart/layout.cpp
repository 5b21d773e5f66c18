#include "demos/lab/chart/layout.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "demos/lab/chart/labels.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

constexpr double panel_gap = 30;
constexpr double least_panel = 150;  // width of a panel that can still be read

double height_of(const std::vector<std::string>& lines, double size) {
  return static_cast<double>(lines.size()) * size * line_height;
}

// One row as long as the panels in it are not too narrow, else rows of much the same length.
std::size_t columns_for(std::size_t panels, double width, double gap) {
  const auto fitting = static_cast<std::size_t>(std::max(1.0, (width + gap) / (least_panel + gap)));
  const std::size_t rows = (panels + fitting - 1) / fitting;
  return (panels + rows - 1) / rows;
}

double widest(const std::vector<std::string>& texts, double size) {
  double width = 0;
  for (const auto& text : texts) width = std::max(width, text_width(text, size));
  return width;
}

double widest(const std::vector<Tick>& ticks, double size, std::size_t most) {
  std::vector<std::string> labels;
  for (const auto& tick : ticks) labels.push_back(shortened(tick.label, most));
  return widest(labels, size);
}

double widest_y_tick(const Panels& panels) {
  double width = 0;
  for (const auto& panel : panels.panels) {
    width = std::max(width, widest(panel.y_ticks, text_size, most_y_characters));
  }
  return width;
}

double widest_x_tick(const Panels& panels) {
  double width = 0;
  for (const auto& panel : panels.panels) {
    width = std::max(width, widest(panel.x_ticks, text_size, most_x_characters));
  }
  return width;
}

// Places the entries in rows from `top` on and returns where the rows end.
double place_legend(Layout& layout, const std::vector<Key>& keys, double top) {
  double left = layout.left, middle = top + text_size * 0.7;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const double width = legend_sample + 8 + text_width(keys[i].label, text_size) + 24;
    if (left > layout.left && left + width > layout.width - margin) {
      left = layout.left;
      middle += text_size * 1.6;
    }
    layout.legend.push_back({i, left, middle});
    left += width;
  }
  return middle + text_size * 1.1;
}

// Texts on the axis x that have no room side by side are slanted.
void slant_ticks(Layout& layout, const Panels& panels, double panel_width) {
  if (!panels.x_texts) return;
  std::size_t most = 1;
  for (const auto& panel : panels.panels) most = std::max(most, panel.x_ticks.size());
  layout.has_slanted_x_ticks = widest_x_tick(panels) + 10 > panel_width / static_cast<double>(most);
}

double height_of_x_ticks(const Layout& layout, const Panels& panels) {
  if (!layout.has_slanted_x_ticks) return text_size * 1.7;
  return widest_x_tick(panels) * std::sin(slant * 3.14159 / 180) + text_size * 1.7;
}

// Where the last row has fewer panels all have ticks along x: those above its gaps need them, and panels of
// one row look alike.
bool has_ticks_in_every_row(const Chart& chart, const Layout& layout, std::size_t panels) {
  return chart.free_x || panels % layout.columns != 0;
}

// Room between panels: for ticks where each has its own.
struct Gaps {
  double x, y;
};

Gaps gaps_of(const Chart& chart, const Layout& layout, const Panels& panels) {
  const bool has_ticks = has_ticks_in_every_row(chart, layout, panels.panels.size());
  return {panel_gap + (chart.free_y ? widest_y_tick(panels) : 0),
          panel_gap * 0.7 + (has_ticks ? height_of_x_ticks(layout, panels) : 0)};
}

void place_panels(const Chart& chart, Layout& layout, const Panels& panels, const Gaps& gaps) {
  const std::size_t count = panels.panels.size(), columns = layout.columns,
                    rows = (count + columns - 1) / columns;
  const double title = chart.facet.empty() ? 0 : text_size * 1.6;
  const auto c = static_cast<double>(columns), r = static_cast<double>(rows);
  const double width = (layout.all.right - layout.all.left - gaps.x * (c - 1)) / c;
  const double height = (layout.all.bottom - layout.all.top - gaps.y * (r - 1)) / r;
  for (std::size_t i = 0; i < count; ++i) {
    const double left = layout.all.left + static_cast<double>(i % columns) * (width + gaps.x);
    const double top = layout.all.top + static_cast<double>(i / columns) * (height + gaps.y);
    layout.panels.push_back({left, top + title, left + width, top + height});
    layout.has_y_ticks.push_back(chart.free_y || i % columns == 0);
    layout.has_x_ticks.push_back(has_ticks_in_every_row(chart, layout, count) || i + columns >= count);
  }
}

// What stands to the right of the panels: names of lines, or the colours of a heat map.
double right_gutter(const Chart& chart, const Panels& panels) {
  if (!panels.colour_ticks.empty()) {
    const double title = chart.colour.title.empty() ? 0 : text_size * 1.5;
    return 24 + colour_bar_width + 8 + widest(panels.colour_ticks, text_size, most_x_characters) + title;
  }
  if (!panels.has_end_labels) return panels.y_texts ? 12 : 6;
  return widest(panels.levels.empty() ? panels.series : panels.levels, text_size) + 26;
}

}  // namespace

double text_width(const std::string& text, double size) {
  return 0.6 * size * static_cast<double>(display_width(text));
}

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

Layout layout_of(const Chart& chart, const Panels& panels, double width, double height) {
  Layout layout;
  layout.width = width;
  layout.height = height;
  layout.left = margin;
  layout.subtitle = wrapped(chart.subtitle, text_size, width - 2 * margin);
  layout.caption = wrapped(panels.caption, small_size, width - 2 * margin);

  double top = title_baseline + 12 + height_of(layout.subtitle, text_size);
  const bool needs_legend = !panels.has_end_labels && !panels.keys.empty();
  top = needs_legend ? place_legend(layout, panels.keys, top + 8) : top + 20;

  const double y_title = chart.y.title.empty() ? 0 : text_size * 1.7;
  const double x_title = chart.x.title.empty() ? text_size * 0.5 : text_size * 1.6;
  const double left = margin + y_title + widest_y_tick(panels) + 8;
  const double right = width - margin - right_gutter(chart, panels);
  const double gap_x = gaps_of(chart, layout, panels).x;
  layout.columns = columns_for(panels.panels.size(), right - left, gap_x);
  slant_ticks(layout, panels, (right - left + gap_x) / static_cast<double>(layout.columns) - gap_x);
  const double ticks = height_of_x_ticks(layout, panels);
  layout.all = {left, top, right, height - 16 - height_of(layout.caption, small_size) - x_title - ticks};
  layout.x_title_middle = layout.all.bottom + ticks + text_size * 1.05;
  layout.colour_bar = {right + 24, top + (chart.facet.empty() ? 0 : text_size * 1.6),
                       right + 24 + colour_bar_width, layout.all.bottom};
  place_panels(chart, layout, panels, gaps_of(chart, layout, panels));
  return layout;
}

std::vector<EndLabel> end_labels_of(const Panels& panels, const Panel& panel, const Box& box) {
  std::vector<EndLabel> labels;
  double furthest = 0;
  for (const auto& line : panel.lines) {
    const Point& end = panel.x.reversed ? line.points.front() : line.points.back();
    const double x = box.left + panel.x.place(end.x) * (box.right - box.left);
    const double y = box.bottom - std::clamp(panel.y.place(end.y), 0.0, 1.0) * (box.bottom - box.top);
    const auto& name = panels.levels.empty() ? panels.series[line.series] : panels.levels[line.level];
    labels.push_back({line.series, name, x + 8, y - text_size * 0.9, x, y, false});
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
