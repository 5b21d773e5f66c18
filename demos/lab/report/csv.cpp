#include "demos/lab/report/csv.hpp"

#include <cmath>

#include "core/check.hpp"

namespace gg::lab {
namespace {

std::string field(const std::string& words) {
  const bool plain = words.find_first_of(",\"\r\n") == std::string::npos;
  const bool has_blank_end = !words.empty() && (words.front() == ' ' || words.back() == ' ');
  if (plain && !has_blank_end) return words;
  std::string out = "\"";
  for (char c : words) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

std::string field(double value) { return std::isfinite(value) ? text(value) : ""; }

}  // namespace

std::string csv(const Chart& chart) {
  std::string out, separator;
  std::size_t rows = 0;
  for (const auto& column : chart.columns) {
    out += separator + field(column.name);
    separator = ",";
    const std::size_t length = std::visit([](const auto& values) { return values.size(); }, column.values);
    GG_CHECK(&column == &chart.columns.front() || length == rows, "csv of chart \"", chart.title,
             "\": expected columns of one length, ", rows, ", got ", length, " in \"", column.name, "\"");
    rows = length;
  }
  for (std::size_t i = 0; i < rows; ++i) {
    separator = "\n";
    for (const auto& column : chart.columns) {
      out += separator + std::visit([&](const auto& values) { return field(values[i]); }, column.values);
      separator = ",";
    }
  }
  return out + "\n";
}

}  // namespace gg::lab
