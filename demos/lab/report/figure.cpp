#include "demos/lab/report/figure.hpp"

#include <algorithm>
#include <cctype>

#include "core/check.hpp"
#include "core/files.hpp"
#include "demos/lab/chart/panels.hpp"
#include "demos/lab/chart/svg.hpp"
#include "demos/lab/chart/vega_lite.hpp"
#include "demos/lab/report/csv.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

constexpr std::size_t most_rows = 60;  // of a table that stands for a picture

void replace_all(std::string& text, const std::string& old_part, const std::string& new_part) {
  for (std::size_t at = 0; (at = text.find(old_part, at)) != std::string::npos; at += new_part.size()) {
    text.replace(at, old_part.size(), new_part);
  }
}

// Bytes for a data: address, all but letters and digits as %XX.
std::string percent_encoded(const std::string& bytes) {
  const char* digits = "0123456789ABCDEF";
  std::string out;
  for (char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 && std::isalnum(byte)) {
      out += c;
    } else {
      out += {'%', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return out;
}

std::string cell_text(const Column& column, std::size_t row) {
  if (const auto* numbers = std::get_if<Numbers>(&column.values)) return text((*numbers)[row]);
  return std::get<Texts>(column.values)[row];
}

std::string numbers_html(const Chart& chart) {
  std::size_t rows = SIZE_MAX;
  std::string out = "<div class=\"scroll\"><table><thead><tr>";
  for (const auto& column : chart.columns) {
    out += "<th scope=\"col\">" + escaped(column.name) + "</th>";
    rows = std::min(rows, std::visit([](const auto& values) { return values.size(); }, column.values));
  }
  if (chart.columns.empty()) rows = 0;
  out += "</tr></thead>\n<tbody>\n";
  for (std::size_t row = 0; row < std::min(rows, most_rows); ++row) {
    out += "<tr>";
    for (const auto& column : chart.columns) out += "<td>" + escaped(cell_text(column, row)) + "</td>";
    out += "</tr>\n";
  }
  out += "</tbody></table></div>\n";
  if (rows > most_rows) {
    out += "<p class=\"note\">The first " + text(most_rows) + " of " + count_text(rows, "row") +
           "; the CSV file holds all.</p>\n";
  }
  return out;
}

// The chart as words and numbers, where there is no picture.
std::string still_html(const NamedChart& item, const std::string& svg, const std::string& problem,
                       std::size_t number) {
  if (!svg.empty())
    return "<div class=\"still card\">\n" + inline_svg(svg, "chart" + text(number)) + "\n</div>\n";
  const Chart& chart = item.chart;
  return "<div class=\"still\">\n<h3>" + escaped(chart.title) + "</h3>\n<p>" + escaped(chart.subtitle) +
         "</p>\n<p class=\"failed\">" + escaped(problem) + "</p>\n" + numbers_html(chart) + "</div>\n";
}

std::string downloads_html(const NamedChart& item, bool has_svg) {
  const std::string svg = item.name + ".svg", numbers = item.name + ".csv";
  return "<p class=\"downloads\"><a class=\"svg\" download=\"" + svg + "\"" +
         (has_svg ? " href=\"" + svg + "\"" : " hidden") + ">SVG</a> <a class=\"csv\" download=\"" + numbers +
         "\" href=\"data:text/csv;charset=utf-8," + percent_encoded(csv(item.chart)) +
         "\">numbers (CSV)</a></p>\n";
}

std::string live_html(const NamedChart& item) {
  const Panels panels = panels_of(item.chart);
  std::string words = panels.caption;
  add_sentence(words, "Point at a mark for its numbers.");
  if (has_series_legend(panels))
    add_sentence(words,
                 "Click a name in the legend to see only that; click more names to add them, a second time "
                 "to take them away.");
  return "<div class=\"live card\" hidden></div>\n<p class=\"live caption\" hidden>" + escaped(words) +
         "</p>\n<script type=\"application/json\">" + json_in_script(vega_lite(item.chart, item.canvas)) +
         "</script>\n";
}

}  // namespace

std::string json_in_script(const Json& json) {
  std::string out = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  replace_all(out, "<", "\\u003c");
  return out;
}

std::string chart_script() {
  std::string script;
  try {
    script = read_file(GROUPGRAD_CHART_SCRIPT);
  } catch (const Error&) {
    return "";
  }
  replace_all(script, "</script", "<\\/script");
  return script;
}

std::string figure_html(const NamedChart& item, const std::string& svg, const std::string& problem,
                        std::size_t number, bool has_script) {
  std::string live;
  try {
    if (has_script) live = live_html(item);
    return "<figure class=\"chart\">\n" + still_html(item, svg, problem, number) + live +
           downloads_html(item, !svg.empty()) + "</figure>\n";
  } catch (const Error& error) {
    return "<figure class=\"chart\">\n" + still_html(item, "", error.what(), number) + "</figure>\n";
  }
}

}  // namespace gg::lab
