#include "demos/lab/chart/gnuplot_marks.hpp"

#include <algorithm>
#include <cstdio>
#include <sstream>

#include "core/check.hpp"
#include "demos/lab/chart/gnuplot_words.hpp"
#include "demos/lab/chart/labels.hpp"
#include "demos/lab/chart/palette.hpp"

namespace gg::lab {
namespace {

std::string block(char kind, std::size_t panel, std::size_t index) {
  return std::string("$") + kind + text(panel) + "x" + text(index);
}

template <class Items, class Row>
void write_block(std::ostringstream& out, const std::string& name, const Items& items, const Row& row) {
  out << name << " << EOD\n";
  for (const auto& item : items) {
    std::string separator;
    for (double value : row(item)) {
      out << separator << text(value);
      separator = " ";
    }
    out << "\n";
  }
  out << "EOD\n";
}

// A colour as gnuplot's `lc rgb variable` wants it.
double number_of(const std::string& colour) {
  unsigned rgb = 0;
  std::sscanf(colour.c_str(), "#%6x", &rgb);
  return rgb;
}

std::vector<double> cell_row(const Panels& panels, const HeatCell& cell) {
  const double place = place_in_palette(cell.value, panels.colour, panels.diverging);
  return {(cell.left + cell.right) / 2,
          (cell.bottom + cell.top) / 2,
          cell.left,
          cell.right,
          cell.bottom,
          cell.top,
          number_of(colour_in_palette(place, panels.diverging))};
}

// From 0; where the axis does not hold that, only the value is drawn.
std::vector<double> bar_row(const Bar& bar) {
  return {bar.value,
          (bar.bottom + bar.top) / 2,
          std::min(0.0, bar.value),
          std::max(0.0, bar.value),
          bar.bottom,
          bar.top,
          bar.low,
          bar.high};
}

// The elements of a plot command, one a line.
class Plot {
 public:
  void add(const std::string& element) {
    words_ += (words_.empty() ? "plot " : ", \\\n  ") + element + " notitle";
  }
  std::string words() const { return words_.empty() ? "plot NaN notitle\n" : words_ + "\n"; }

 private:
  std::string words_;
};

void plot_bands(Plot& plot, const Panels& panels, std::size_t p, const std::vector<Style>& styles) {
  const bool is_fan = !panels.levels.empty();
  const auto& lines = panels.panels[p].lines;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string rgb = colour(styles[lines[i].series].colour);
    if (is_fan && 2 * lines[i].level < panels.levels.size()) continue;  // its band is the opposite level's
    if (lines[i].points.size() == 1) {
      plot.add(block('l', p, i) + " using 1:2:3:4 with yerrorbars pt -1 lw 1.6 lc" + rgb);
    } else {
      plot.add(block('l', p, i) + " using 1:3:4 with filledcurves fs transparent solid " +
               text(is_fan ? fan_opacity : band_opacity) + " noborder fc" + rgb);
    }
  }
}

void plot_lines(Plot& plot, const Panels& panels, std::size_t p, const std::vector<Style>& styles) {
  if (panels.has_band) plot_bands(plot, panels, p, styles);
  const auto& lines = panels.panels[p].lines;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Style& style = styles[lines[i].series];
    if (panels.levels.empty()) {
      plot.add(block('l', p, i) + " using 1:2 with lines" + line_look(style, markers_in(panels)));
    } else {
      const auto depth = static_cast<double>(depth_of(lines[i].level, panels.levels.size()));
      plot.add(block('l', p, i) + " using 1:2 with lines lw " + text(1 + std::min(depth, 2.0) * 0.7) + " lc" +
               colour(style.colour));
    }
    if (markers_in(panels)) plot.add(block('l', p, i) + " using 1:2 with points" + marker_look(style));
  }
}

std::vector<std::vector<Bar>> bars_by_series(const Panels& panels, std::size_t p) {
  std::vector<std::vector<Bar>> out(panels.series.size());
  for (const auto& bar : panels.panels[p].bars) out[bar.series].push_back(bar);
  return out;
}

void plot_bars(Plot& plot, const Panels& panels, std::size_t p, const std::vector<Style>& styles) {
  const auto by_series = bars_by_series(panels, p);
  for (std::size_t s = 0; s < by_series.size(); ++s) {
    if (by_series[s].empty()) continue;
    const std::string name = block('b', p, s);
    if (panels.has_values_axis) {
      plot.add(name + " using 1:2:3:4:5:6 with boxxyerror fs solid noborder fc" + colour(styles[s].colour));
    } else {
      plot.add(name + " using 1:2 with points" + marker_look(styles[s]));
    }
    if (panels.has_band) {
      const std::string rgb = panels.has_values_axis ? mixed(styles[s].colour, -0.55) : styles[s].colour;
      plot.add(name + " using 1:2:7:8 with xerrorbars pt -1 lw 1.6 lc" + colour(rgb));
    }
  }
}

}  // namespace

bool markers_in(const Panels& panels) {
  std::size_t most = 0;
  for (const auto& panel : panels.panels) {
    for (const auto& line : panel.lines) most = std::max(most, line.points.size());
  }
  return panels.levels.empty() && most <= most_markers;
}

std::string mark_data(const Panels& panels) {
  std::ostringstream out;
  for (std::size_t p = 0; p < panels.panels.size(); ++p) {
    const Panel& panel = panels.panels[p];
    for (std::size_t i = 0; i < panel.lines.size(); ++i) {
      write_block(out, block('l', p, i), panel.lines[i].points, [](const Point& point) {
        return std::vector<double>{point.x, point.y, point.low, point.high};
      });
    }
    if (!panel.cells.empty()) {
      write_block(out, block('c', p, 0), panel.cells,
                  [&](const HeatCell& cell) { return cell_row(panels, cell); });
    }
    const auto by_series = bars_by_series(panels, p);
    for (std::size_t s = 0; s < by_series.size(); ++s) {
      if (by_series[s].empty()) continue;
      write_block(out, block('b', p, s), by_series[s], bar_row);
    }
  }
  return out.str();
}

std::string mark_labels(const Panels& panels, std::size_t p, const Box& box) {
  constexpr double least_width = 180;  // of a panel with room for numbers in it
  const Panel& panel = panels.panels[p];
  std::ostringstream out;
  for (const auto& bar : panel.bars) {
    const double height = (bar.top - bar.bottom) * (box.bottom - box.top) / (panel.y.high - panel.y.low);
    if (height < small_size || box.right - box.left < least_width) continue;
    const std::string number = three_digits(bar.value);
    out << "set label " << gnuplot_string(number) << " at first " << text(bar.label_at) << ", first "
        << text((bar.bottom + bar.top) / 2) << (bar.label_left ? " right" : " left") << " offset graph "
        << text((bar.label_left ? -8 : 8) / (box.right - box.left)) << ",0 front" << font(small_size) << " tc"
        << colour(ink_colour) << "\n";
  }
  return out.str();
}

std::string mark_plot(const Panels& panels, std::size_t p, const std::vector<Style>& styles) {
  Plot plot;
  plot_lines(plot, panels, p, styles);
  if (!panels.panels[p].bars.empty()) plot_bars(plot, panels, p, styles);
  std::string background;
  if (!panels.colour_ticks.empty()) {
    background = "set object rectangle from graph 0,0 to graph 1,1 behind fs solid noborder fc" +
                 colour(no_value_colour) + "\n";
  }
  if (!panels.panels[p].cells.empty()) {
    plot.add(block('c', p, 0) + " using 1:2:3:4:5:6:7 with boxxyerror fs solid noborder lc rgb variable");
  }
  return background + plot.words();
}

}  // namespace gg::lab
