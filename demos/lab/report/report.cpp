#include "demos/lab/report/report.hpp"

#include <algorithm>
#include <set>
#include <sstream>

#include "core/check.hpp"
#include "core/files.hpp"
#include "demos/lab/chart/svg.hpp"
#include "demos/lab/report/csv.hpp"
#include "demos/lab/report/figure.hpp"
#include "demos/lab/report/provenance.hpp"
#include "demos/lab/report/report_style.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

std::string element(const std::string& tag, const std::string& words) {
  return "<" + tag + ">" + escaped(words) + "</" + tag.substr(0, tag.find(' ')) + ">\n";
}

std::string list(const std::string& tag, const std::vector<std::string>& items) {
  std::string out = "<" + tag + ">\n";
  for (const auto& item : items) out += element("li", item);
  return out + "</" + tag.substr(0, tag.find(' ')) + ">\n";
}

std::string html(const Table& table) {
  check(table);
  std::string out = "<div class=\"scroll\"><table>\n";
  if (!table.title.empty()) out += element("caption", table.title);
  out += "<thead><tr>\n";
  for (const auto& heading : table.columns) out += element("th scope=\"col\"", heading);
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    out += "<tr>\n";
    for (const auto& cell : row) out += element("td", cell);
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

std::string settings_html(const Json& settings) {
  std::string out = "<div class=\"scroll\"><table class=\"settings\"><tbody>\n";
  for (const auto& item : settings.items()) {
    const Json& value = item.value();
    out += "<tr>\n" + element("td", item.key()) +
           element("td", value.is_string() ? value.get<std::string>() : value.dump()) + "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

constexpr const char* what_diverged_means =
    " Diverged is a run with a value that is infinite or NaN; one whose loss is only large is not counted.";

std::string runs_html(const Report& report) {
  const std::string count = count_text(report.runs, "run");
  if (report.diverged + report.crashed == 0) {
    return element("p class=\"note\"", count + "; none diverged, none crashed." + what_diverged_means);
  }
  return element("p class=\"failed\"", count + "; " + text(report.diverged) + " diverged, " +
                                           text(report.crashed) + " crashed." + what_diverged_means) +
         (report.failures.empty() ? "" : list("ul class=\"note\"", report.failures));
}

std::string origin_text(const Report& report) {
  std::string out = report.date;
  if (!report.revision.empty())
    out += (out.empty() ? "" : " · ") + std::string("revision ") + report.revision;
  return out;
}

std::string section(const std::string& heading, const std::string& content) {
  return element("h2", heading) + content;
}

void check_names(const Report& report) {
  std::set<std::string> seen;
  for (const auto& item : report.charts) {
    const auto fit = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    GG_CHECK(!item.name.empty() && item.name.find_first_not_of(fit) == std::string::npos,
             "report: expected a chart's name of letters, digits, _ and -, got \"", item.name, "\"");
    GG_CHECK(seen.insert(item.name).second, "report: there are two charts \"", item.name, "\"");
  }
}

constexpr const char* how_to_get_scripts =
    "To get interactive charts (numbers under the pointer, a legend that picks lines), install npm and build "
    "again.";

constexpr const char* how_to_get_stills =
    "Some charts have no still picture (and no SVG file): these are drawn by gnuplot, Debian package "
    "gnuplot-nox.";

DrawnChart draw(const NamedChart& item) {
  try {
    return {render_svg(item.chart, item.canvas)};
  } catch (const Error& error) {
    return {"", "There is no still picture of this chart: " + std::string(error.what())};
  }
}

// Vega's licence asks that its name and terms go with it.
std::string scripts_html(const std::string& script) {
  const std::string vega =
      script.empty() ? ""
                     : "<!-- Vega, Vega-Lite and Vega-Embed, University of Washington Interactive Data Lab "
                       "and contributors, BSD-3-Clause: https://vega.github.io -->\n<script>" +
                           script + "</script>\n";
  return vega + "<script>" + page_script + "</script>\n";
}

}  // namespace

std::string report_html(const Report& report, const std::vector<DrawnChart>& drawn,
                        const std::string& script) {
  GG_CHECK(drawn.size() == report.charts.size(), "report: expected ", report.charts.size(),
           " drawn charts, got ", drawn.size());
  std::ostringstream out;
  out << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      << "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      << element("title", report.title) << "<style>" << report_style << "</style>\n</head>\n<body>\n"
      << element("h1", report.title);
  if (!report.question.empty()) out << element("p class=\"question\"", report.question);
  out << element("p class=\"origin\"", origin_text(report));
  if (!report.findings.empty())
    out << section("What was found", list("ul class=\"findings\"", report.findings));
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    out << figure_html(report.charts[i], drawn[i].svg, drawn[i].problem, i + 1, !script.empty());
  }
  const bool lacks_stills =
      std::any_of(drawn.begin(), drawn.end(), [](const DrawnChart& one) { return one.svg.empty(); });
  if (lacks_stills) out << element("p class=\"note\"", how_to_get_stills);
  if (!drawn.empty() && script.empty()) out << element("p class=\"note\"", how_to_get_scripts);
  std::string tables;
  for (const auto& table : report.tables) tables += html(table);
  out << section("The numbers", tables + runs_html(report));
  if (!report.notes.empty()) out << section("How the numbers were made", list("ul", report.notes));
  if (!report.settings.empty()) out << section("Settings", settings_html(report.settings));
  if (!report.command.empty()) out << section("Command", element("pre", report.command));
  if (!report.results_hash.empty())
    out << section("Results file", element("pre", "SHA-256 of results.jsonl: " + report.results_hash));
  if (!drawn.empty()) out << scripts_html(script);
  out << "</body>\n</html>\n";
  return out.str();
}

std::filesystem::path write_report(const Report& report, const std::filesystem::path& folder) {
  check_names(report);
  Report traced = report;
  const auto results = folder / "results.jsonl";
  if (report.results_hash.empty() && std::filesystem::exists(results))
    traced.results_hash = file_hash(results);
  std::vector<DrawnChart> drawn;
  for (const auto& item : report.charts) {
    drawn.push_back(draw(item));
    if (drawn.back().svg.empty()) {
      std::filesystem::remove(folder / (item.name + ".svg"));  // a picture of other numbers
    } else {
      write_file(folder / (item.name + ".svg"), drawn.back().svg);
    }
    write_file(folder / (item.name + ".csv"), csv(item.chart));
  }
  const auto path = folder / "report.html";
  write_file(path, report_html(traced, drawn, chart_script()));
  return path;
}

}  // namespace gg::lab
