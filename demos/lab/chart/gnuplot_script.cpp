#include "demos/lab/chart/gnuplot_script.hpp"

#include <cmath>
#include <sstream>

#include "core/check.hpp"
#include "demos/lab/chart/gnuplot_marks.hpp"
#include "demos/lab/chart/gnuplot_words.hpp"
#include "demos/lab/chart/layout.hpp"
#include "demos/lab/chart/palette.hpp"
#include "demos/lab/chart/panels.hpp"
#include "demos/lab/chart/style.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

class Script {
 public:
  Script(const Chart& chart, int width, int height)
      : chart_(chart),
        panels_(panels_of(chart)),
        layout_(layout_of(chart, panels_, width, height)),
        styles_(styles_of(panels_.series)) {}

  std::string write() {
    out_ << mark_data(panels_);
    settings();
    out_ << "set multiplot\n";
    heading();
    axis_titles();
    legend();
    if (!panels_.colour_ticks.empty()) colour_bar();
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

  void rectangle(double left, double top, double right, double bottom, const std::string& look) {
    out_ << "set object rectangle from screen " << text(left / layout_.width) << ","
         << text(1 - top / layout_.height) << " to screen " << text(right / layout_.width) << ","
         << text(1 - bottom / layout_.height) << " front fs solid noborder fc" << colour(look) << "\n";
  }

  void settings() {
    const bool has_cells = !panels_.colour_ticks.empty();
    out_ << "set encoding utf8\nunset key\nset tics nomirror scale 0 textcolor" << colour(soft_ink_colour)
         << "\n"
         << "unset mxtics\nunset mytics\n"
         << "set style textbox opaque noborder fillcolor" << colour("#FFFFFF") << " margins 0.4,0.3\n"
         << "set border 1 lw 1.2 lc" << colour(rule_colour) << "\n";
    if (!has_cells) {
      out_ << "set grid xtics " << (panels_.y_texts ? "noytics" : "ytics") << " back lt 1 dt 1 lw 1 lc"
           << colour(grid_colour) << "\n";
    }
    scale("x", chart_.x);
    scale("y", chart_.y);
  }

  void scale(const std::string& name, const Axis& axis) {
    if (axis.scale != Scale::linear) {
      out_ << "set logscale " << name << (axis.scale == Scale::log2 ? " 2" : " 10") << "\n";
    }
  }

  void range(const std::string& name, const Range& range) {
    const double start = range.reversed ? range.high : range.low,
                 end = range.reversed ? range.low : range.high;
    out_ << "set " << name << "range [" << text(start) << ":" << text(end) << "]\n";
  }

  void heading() {
    label(chart_.title, layout_.left, title_baseline, font(title_size, true) + " tc" + colour(ink_colour));
    double y = title_baseline + title_size * 1.3;
    for (const auto& line : layout_.subtitle) {
      label(line, layout_.left, y, font(text_size) + " tc" + colour(soft_ink_colour));
      y += text_size * line_height;
    }
    y = layout_.height - 14;
    for (auto line = layout_.caption.rbegin(); line != layout_.caption.rend(); ++line) {
      label(*line, layout_.left, y, font(small_size) + " tc" + colour(soft_ink_colour));
      y -= small_size * line_height;
    }
  }

  void axis_titles() {
    const Box& all = layout_.all;
    label(chart_.x.title, (all.left + all.right) / 2, layout_.x_title_middle,
          " center" + font(text_size) + " tc" + colour(ink_colour));
    label(chart_.y.title, layout_.left + text_size * 0.6, (all.top + all.bottom) / 2,
          " center rotate by 90" + font(text_size) + " tc" + colour(ink_colour));
  }

  // Its sample in the colour of its series; where several share the key, in grey.
  void legend() {
    const bool has_markers = markers_in(panels_);
    for (const auto& entry : layout_.legend) {
      const Key& key = panels_.keys[entry.key];
      const bool is_shared = !panels_.levels.empty() && key.label != panels_.series[key.series];
      const bool is_grey = is_shared && panels_.series.size() > 1;
      Style style = styles_[key.series];
      if (is_grey) style.colour = soft_ink_colour;
      const double right = entry.left + legend_sample, middle = entry.middle;
      if (key.kind == Key::Kind::line) {
        segment(entry.left, middle, right, middle, line_look(style, has_markers));
        if (has_markers) label("", entry.left + legend_sample / 2, middle, " point" + marker_look(style));
      } else {
        const double weight = key.kind == Key::Kind::box ? 1 : opacity_of_bands(key.depth + 1);
        rectangle(entry.left, middle - 6, right, middle + 6, mixed(style.colour, 1 - weight));
      }
      label(key.label, right + 8, middle, font(text_size) + " tc" + colour(ink_colour));
    }
  }

  // Stripes that each reach to the top, so that no seam shows between them.
  void colour_bar() {
    constexpr int stripes = 96;
    const Box& bar = layout_.colour_bar;
    const Range& range = panels_.colour;
    for (int i = 0; i < stripes; ++i) {
      const double share = static_cast<double>(i) / stripes;
      const double along = range.reversed ? 1 - share - 0.5 / stripes : share + 0.5 / stripes;
      const double start = scaled(range.low, range.scale), end = scaled(range.high, range.scale);
      const double value = unscaled(start + along * (end - start), range.scale);
      rectangle(bar.left, bar.top, bar.right, bar.bottom - share * (bar.bottom - bar.top),
                colour_in_palette(place_in_palette(value, range, panels_.diverging), panels_.diverging));
    }
    for (const auto& tick : panels_.colour_ticks) {
      const double y = bar.bottom - range.place(tick.value) * (bar.bottom - bar.top);
      label(tick.label, bar.right + 6, y, font(text_size) + " tc" + colour(soft_ink_colour));
    }
    label(chart_.colour.title, layout_.width - margin + 4, (bar.top + bar.bottom) / 2,
          " center rotate by 90" + font(text_size) + " tc" + colour(ink_colour));
  }

  void ticks(const std::string& name, const std::vector<Tick>& ticks, bool labelled, std::size_t most,
             std::size_t step, const std::string& look) {
    out_ << "set " << name << "tics (";
    for (std::size_t i = 0; i < ticks.size(); ++i) {
      const std::string words = labelled && i % step == 0 ? shortened(ticks[i].label, most) : "";
      out_ << (i ? ", " : "") << gnuplot_tick(words) << " " << text(ticks[i].value);
    }
    out_ << ")" << look << font(text_size) << "\n";
  }

  // Of numbers along the bottom, as many as stand side by side.
  std::size_t x_step(const Panel& panel, const Box& box) const {
    if (panels_.x_texts || !chart_.x.ticks.empty()) return 1;
    double width = 0;
    for (const auto& tick : panel.x_ticks) width += text_width(tick.label, text_size) + 6;
    return static_cast<std::size_t>(std::ceil(std::max(1.0, width) / (box.right - box.left)));
  }

  // Of many texts down the side, as many as can be read.
  std::size_t y_step(const Panel& panel, const Box& box) const {
    if (!panels_.y_texts) return 1;
    const double room = (box.bottom - box.top) / static_cast<double>(panel.y_ticks.size());
    return static_cast<std::size_t>(std::ceil(text_size * 1.1 / room));
  }

  void references() {
    for (std::size_t i = 0; i < chart_.references.size(); ++i) {
      const ReferenceLine& line = chart_.references[i];
      const std::string end = panels_.references_right[i] ? "graph 0.99, " : "graph 0.01, ";
      const char* side = panels_.references_right[i] ? " right" : " left";
      const std::string value = "first " + text(line.value);
      const bool across_y = line.axis == ReferenceLine::Across::y;
      out_ << "set arrow from " << (across_y ? "graph 0, " + value : value + ", graph 0") << " to "
           << (across_y ? "graph 1, " + value : value + ", graph 1") << " nohead "
           << (chart_.mark.index() == 0 ? "back" : "front") << " lw 1.4 dt (6,5) lc"
           << colour(reference_colour) << "\n";
      out_ << "set label " << gnuplot_string(line.label) << " at "
           << (across_y ? end + value + side + " offset 0,0.55" : value + ", graph 0.97 offset 0.6,0")
           << " front boxed" << font(small_size) << " tc" << colour(soft_ink_colour) << "\n";
    }
  }

  void panel(std::size_t i) {
    const Box& box = layout_.panels[i];
    out_ << "set lmargin at screen " << text(box.left / layout_.width) << "\nset rmargin at screen "
         << text(box.right / layout_.width) << "\nset tmargin at screen "
         << text(1 - box.top / layout_.height) << "\nset bmargin at screen "
         << text(1 - box.bottom / layout_.height) << "\n";
    const Panel& shown = panels_.panels[i];
    range("x", shown.x);
    range("y", shown.y);
    const std::string slanted = " rotate by " + text(slant) + " right";
    ticks("x", shown.x_ticks, layout_.has_x_ticks[i], most_x_characters, x_step(shown, box),
          layout_.has_slanted_x_ticks ? slanted : " norotate");
    ticks("y", shown.y_ticks, layout_.has_y_ticks[i], most_y_characters, y_step(shown, box), "");
    references();
    const auto room = static_cast<std::size_t>((box.right - box.left) / text_width("x", text_size));
    label(shortened(shown.title, room), box.left, box.top - text_size * 0.75,
          font(text_size, true) + " tc" + colour(ink_colour));
    if (panels_.has_end_labels) end_labels(shown, box);
    out_ << mark_labels(panels_, i, box) << mark_plot(panels_, i, styles_)
         << "unset label\nunset arrow\nunset object\n";
  }

  void end_labels(const Panel& panel, const Box& box) {
    for (const auto& name : end_labels_of(panels_, panel, box)) {
      const std::string rgb = colour(styles_[name.series].colour);
      if (name.has_leader)
        segment(name.end_x + 7, name.end_y, name.left - 4, name.middle, " lw 0.8 lc" + rgb);
      label(name.name, name.left, name.middle, font(text_size, true) + " tc" + rgb);
    }
  }

  const Chart& chart_;
  Panels panels_;
  Layout layout_;
  std::vector<Style> styles_;
  std::ostringstream out_;
};

}  // namespace

std::string gnuplot_script(const Chart& chart, int width, int height) {
  return Script(chart, width, height).write();
}

}  // namespace gg::lab
