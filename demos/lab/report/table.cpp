#include "demos/lab/report/table.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "demos/lab/measure/statistics.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

std::vector<std::size_t> column_widths(const Table& table) {
  std::vector<std::size_t> widths;
  for (const auto& heading : table.columns) widths.push_back(display_width(heading));
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
  }
  return widths;
}

std::string line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) {
  std::string out;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string blanks(widths[i] - display_width(cells[i]), ' ');
    out += i == 0 ? cells[i] + blanks : "  " + blanks + cells[i];
  }
  return out.substr(0, out.find_last_not_of(' ') + 1) + "\n";
}

}  // namespace

std::string number_text(double value, int digits) {
  return std::abs(value) < 1e6 ? fixed(value, digits) : significant(value);
}

std::string mean_and_sd_text(const std::vector<double>& values, int digits) {
  if (values.empty()) return "-";
  const Summary s = summarize(values);
  return number_text(s.mean, digits) + (s.count > 1 ? " ± " + number_text(s.sd, digits) : "");
}

void check(const Table& table) {
  GG_CHECK(!table.columns.empty(), "table \"", table.title, "\": expected at least one column, got none");
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    GG_CHECK(table.rows[i].size() == table.columns.size(), "table \"", table.title, "\": expected ",
             table.columns.size(), " cells a row, got ", table.rows[i].size(), " in row ", i);
  }
}

std::string terminal_text(const Table& table) {
  check(table);
  const auto widths = column_widths(table);
  std::size_t total = 2 * (widths.size() - 1);
  for (std::size_t width : widths) total += width;
  std::string out = table.title.empty() ? "" : table.title + "\n\n";
  out += line(table.columns, widths) + std::string(total, '-') + "\n";
  for (const auto& row : table.rows) out += line(row, widths);
  return out;
}

}  // namespace gg::lab
