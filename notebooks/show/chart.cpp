#include "notebooks/show/chart.hpp"

#include <algorithm>
#include <iomanip>
#include <sstream>

#include "demos/lab/chart/gnuplot.hpp"
#include "demos/lab/chart/vega_lite.hpp"

namespace gg::show {

Bundle bundle(const lab::Chart& chart) {
  lab::Canvas canvas;
  canvas.width = 800;  // a notebook's column
  canvas.height = 460;
  std::ostringstream plain;
  plain << chart;
  return {{"image/svg+xml", notebook_svg(lab::render_svg(chart, canvas))},
          {"application/vnd.vegalite.v5+json", lab::vega_lite(chart, canvas).dump()},
          {"text/plain", plain.str()}};
}

}  // namespace gg::show

namespace gg::lab {
namespace {

constexpr std::size_t most_rows = 40;
constexpr int column_width = 14;

std::string cell(const Column& column, std::size_t row) {
  if (const auto* words = std::get_if<Texts>(&column.values)) return (*words)[row];
  std::ostringstream out;
  out.precision(5);
  out << std::get<Numbers>(column.values)[row];
  return out.str();
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Chart& chart) {
  check(chart);
  out << chart.title << "\n";
  for (const Column& column : chart.columns)
    out << std::left << std::setw(column_width) << column.name << " ";
  const std::size_t rows =
      std::visit([](const auto& values) { return values.size(); }, chart.columns.front().values);
  for (std::size_t row = 0; row < std::min(rows, most_rows); ++row) {
    out << "\n";
    for (const Column& column : chart.columns) out << std::setw(column_width) << cell(column, row) << " ";
  }
  if (rows > most_rows) out << "\n... " << rows << " rows";
  return out << std::right;
}

}  // namespace gg::lab
