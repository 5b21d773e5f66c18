#include "demos/lab/chart/gnuplot_script.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "core/check.hpp"
#include "demos/lab/chart/gnuplot_words.hpp"
#include "demos/lab/chart/layout.hpp"
#include "demos/lab/chart/panels.hpp"
#include "demos/lab/chart/style.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

constexpr const char* ink = "#1F2328";
constexpr const char* soft_ink = "#57606A";
constexpr const char* rule = "#B4BAC1";
constexpr const char* grid = "#E8EAED";
constexpr std::size_t most_markers = 16;  // beyond so many points a line is smooth without them

class Script {
 public:
  Script(const Chart& chart, int width, int height)
      : chart_(chart),
        panels_(panels_of(chart)),
        y_ticks_(ticks_of(chart.y, panels_.y, panels_.panels.size() > 3 ? 5 : 6)),
        x_ticks_(ticks_of(chart.x, panels_.x, panels_.panels.size() > 2 ? 4 : 8)),
        layout_(layout_of(chart, panels_, y_ticks_, width, height)),
        styles_(styles_of(panels_.series)) {}

  std::string write() {
    data();
    settings();
    out_ << "set multiplot\n";
    heading();
    axis_titles();
    legend();
    for (std::size_t i = 0; i < panels_.panels.size(); ++i) panel(i);
    out_ << "unset multiplot\n";
    return out_.str();
  }

 private:
  std::string at(double x, double y) const {
    return " at screen " + text(x / layout_.width) + "," + text(1 - y / layout_.height);
  }

  void label(const std::string& words, double x, double y, const std::string& look) {
    out_ << "set label " << gnuplot_string(words) << at(x, y) << look << "\n";
  }

  void segment(double x0, double y0, double x1, double y1, const std::string& look) {
    const auto screen = [&](double x, double y) {
      return " screen " + text(x / layout_.width) + "," + text(1 - y / layout_.height);
    };
    out_ << "set arrow from" << screen(x0, y0) << " to" << screen(x1, y1) << " nohead" << look << "\n";
  }

  std::string line_look(std::size_t series) const {
    // Markers tell lines apart well enough; dashes do it where there are none.
    return " lw 2.4 dt " + (has_markers() ? "1" : dash_of(styles_[series])) + " lc" +
           colour(styles_[series].colour);
  }

  std::string marker_look(std::size_t series) const {
    const Style& style = styles_[series];
    return " pt " + text(point_type(style.marker)) + " ps " + text(point_size(style.marker)) + " lc" +
           colour(style.colour);
  }

  static std::string block(std::size_t panel, std::size_t series) {
    return "$p" + text(panel) + "s" + text(series);
  }

  void data() {
    for (std::size_t p = 0; p < panels_.panels.size(); ++p) {
      for (const auto& line : panels_.panels[p].lines) {
        out_ << block(p, line.series) << " << EOD\n";
        for (const auto& point : line.points) {
          out_ << text(point.x) << " " << text(point.y) << " " << text(point.low) << " " << text(point.high)
               << "\n";
        }
        out_ << "EOD\n";
      }
    }
  }

  void settings() {
    out_ << "set encoding utf8\nunset key\nset tics nomirror scale 0 textcolor" << colour(soft_ink) << "\n"
         << "unset mxtics\nunset mytics\n"
         << "set border 1 lw 1.2 lc" << colour(rule) << "\n"
         << "set grid xtics ytics back lt 1 dt 1 lw 1 lc" << colour(grid) << "\n";
    range("x", chart_.x, panels_.x);
    range("y", chart_.y, panels_.y);
  }

  void range(const std::string& name, const Axis& axis, const Range& range) {
    const double start = range.reversed ? range.high : range.low,
                 end = range.reversed ? range.low : range.high;
    out_ << "set " << name << "range [" << text(start) << ":" << text(end) << "]\n";
    if (axis.scale != Scale::linear) {
      out_ << "set logscale " << name << (axis.scale == Scale::log2 ? " 2" : " 10") << "\n";
    }
  }

  void heading() {
    label(chart_.title, layout_.left, title_baseline, font(title_size, true) + " tc" + colour(ink));
    double y = title_baseline + title_size * 1.3;
    for (const auto& line : layout_.subtitle) {
      label(line, layout_.left, y, font(text_size) + " tc" + colour(soft_ink));
      y += text_size * line_height;
    }
    y = layout_.height - 14;
    for (auto line = layout_.caption.rbegin(); line != layout_.caption.rend(); ++line) {
      label(*line, layout_.left, y, font(small_size) + " tc" + colour(soft_ink));
      y -= small_size * line_height;
    }
  }

  void axis_titles() {
    const Box& all = layout_.all;
    const double lowest = layout_.panels.back().bottom;
    label(chart_.x.title, (all.left + all.right) / 2, lowest + text_size * 2.75,
          " center" + font(text_size) + " tc" + colour(ink));
    label(chart_.y.title, layout_.left + text_size * 0.6, (all.top + all.bottom) / 2,
          " center rotate by 90" + font(text_size) + " tc" + colour(ink));
  }

  void legend() {
    for (const auto& entry : layout_.legend) {
      segment(entry.left, entry.middle, entry.left + legend_sample, entry.middle, line_look(entry.series));
      if (has_markers())
        label("", entry.left + legend_sample / 2, entry.middle, " point" + marker_look(entry.series));
      label(panels_.series[entry.series], entry.left + legend_sample + 8, entry.middle,
            font(text_size) + " tc" + colour(ink));
    }
  }

  bool has_markers() const {
    std::size_t most = 0;
    for (const auto& panel : panels_.panels) {
      for (const auto& line : panel.lines) most = std::max(most, line.points.size());
    }
    return most <= most_markers;
  }

  void ticks(const std::string& name, const std::vector<Tick>& ticks, bool labelled) {
    out_ << "set " << name << "tics (";
    for (std::size_t i = 0; i < ticks.size(); ++i) {
      out_ << (i ? ", " : "") << gnuplot_tick(labelled ? ticks[i].label : "") << " " << text(ticks[i].value);
    }
    out_ << ")" << font(text_size) << "\n";
  }

  void references() {
    for (const auto& line : chart_.references) {
      const std::string value = "first " + text(line.value);
      const bool across_y = line.axis == ReferenceLine::Across::y;
      out_ << "set arrow from " << (across_y ? "graph 0, " + value : value + ", graph 0") << " to "
           << (across_y ? "graph 1, " + value : value + ", graph 1") << " nohead back lw 1.4 dt (6,5) lc"
           << colour("#8A929B") << "\n";
      out_ << "set label " << gnuplot_string(line.label) << " at "
           << (across_y ? "graph 0.01, " + value + " offset 0,0.55" : value + ", graph 0.97 offset 0.6,0")
           << font(small_size) << " tc" << colour(soft_ink) << "\n";
    }
  }

  void panel(std::size_t i) {
    const Box& box = layout_.panels[i];
    out_ << "set lmargin at screen " << text(box.left / layout_.width) << "\nset rmargin at screen "
         << text(box.right / layout_.width) << "\nset tmargin at screen "
         << text(1 - box.top / layout_.height) << "\nset bmargin at screen "
         << text(1 - box.bottom / layout_.height) << "\n";
    ticks("x", x_ticks_, layout_.has_x_ticks[i]);
    ticks("y", y_ticks_, layout_.has_y_ticks[i]);
    references();
    label(panels_.panels[i].title, box.left, box.top - text_size * 0.75,
          font(text_size, true) + " tc" + colour(ink));
    if (has_end_labels(panels_)) end_labels(panels_.panels[i], box);
    plot(i);
    out_ << "unset label\nunset arrow\n";
  }

  void plot(std::size_t i) {
    std::string separator = "plot ";
    const auto add = [&](const std::string& element) {
      out_ << separator << element << " notitle";
      separator = ", \\\n  ";
    };
    const auto& lines = panels_.panels[i].lines;
    for (const auto& line : lines) {
      const std::string rgb = styles_[line.series].colour;
      if (!panels_.has_band) continue;
      if (line.points.size() == 1) {
        add(block(i, line.series) + " using 1:2:3:4 with yerrorbars ps 0 lw 1.6 lc" + colour(rgb));
      } else {
        add(block(i, line.series) + " using 1:3:4 with filledcurves fs transparent solid 0.16 noborder fc" +
            colour(rgb));
      }
    }
    for (const auto& line : lines) {
      add(block(i, line.series) + " using 1:2 with lines" + line_look(line.series));
      if (has_markers()) add(block(i, line.series) + " using 1:2 with points" + marker_look(line.series));
    }
    if (lines.empty()) add("NaN");
    out_ << "\n";
  }

  void end_labels(const Panel& panel, const Box& box) {
    for (const auto& name : end_labels_of(panels_, panel, box)) {
      const std::string rgb = colour(styles_[name.series].colour);
      if (name.has_leader)
        segment(name.end_x + 7, name.end_y, name.left - 4, name.middle, " lw 0.8 lc" + rgb);
      label(panels_.series[name.series], name.left, name.middle, font(text_size, true) + " tc" + rgb);
    }
  }

  const Chart& chart_;
  Panels panels_;
  std::vector<Tick> y_ticks_, x_ticks_;
  Layout layout_;
  std::vector<Style> styles_;
  std::ostringstream out_;
};

}  // namespace

std::string gnuplot_script(const Chart& chart, int width, int height) {
  return Script(chart, width, height).write();
}

}  // namespace gg::lab
