// Charts drawn by gnuplot (Debian package gnuplot-nox), which is started anew for each.
#pragma once

#include <filesystem>
#include <string>

#include "demos/lab/chart/chart.hpp"

namespace gg::lab {

struct Canvas {
  int width = 960;  // pixels
  int height = 560;
  std::string gnuplot = "gnuplot";  // the program, found through PATH
};

// The chart as SVG: a whole document, its text kept as text, with the chart's title as its own. Throws Error
// when the chart cannot be drawn (see check), when gnuplot is missing, and, with what it said, when it fails.
std::string render_svg(const Chart& chart, const Canvas& canvas = {});

// The same as PNG, `scale` pixels to one of the canvas.
std::string render_png(const Chart& chart, const Canvas& canvas = {}, int scale = 2);

// Renders by the ending of the name, .svg or .png, and writes the file whole or not at all.
void save_chart(const Chart& chart, const std::filesystem::path& path, const Canvas& canvas = {});

}  // namespace gg::lab
