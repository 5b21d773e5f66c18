// A report: one HTML file that opens offline, drawn from results.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "demos/lab/chart/chart.hpp"
#include "demos/lab/chart/gnuplot.hpp"
#include "demos/lab/json.hpp"
#include "demos/lab/report/table.hpp"

namespace gg::lab {

struct NamedChart {
  std::string name;  // of its file: letters, digits, '_' and '-'
  Chart chart;
  Canvas canvas = {};
};

struct Report {
  std::string title;
  std::string question;               // what was asked, in a sentence or two
  std::vector<std::string> findings;  // in plain words, each a sentence or a few
  std::vector<NamedChart> charts;     // in their order
  std::vector<Table> tables;
  std::size_t runs = 0;  // cells in the results
  std::size_t diverged = 0;
  std::size_t crashed = 0;
  std::vector<std::string> failures;  // one text for each run that failed, and why
  Json settings = Json::object();     // flat: every key and its value
  std::vector<std::string> notes;     // how the numbers were made
  std::string command;                // as typed; see shell_text
  std::string date;                   // see date_text
  std::string revision;               // see git_revision
};

// The page as HTML. svgs: the charts as render_svg gives them, in their order. All text is escaped; ids in
// the SVGs are made unique. Throws Error when there are not as many SVGs as charts.
std::string report_html(const Report& report, const std::vector<std::string>& svgs);

// Draws the charts and writes FOLDER/NAME.svg for each, then FOLDER/report.html; every file whole or not at
// all. Returns the path of the report. Throws Error as render_svg, check(Table) and write_file do, and when a
// chart's name is not fit for a file or is used twice.
std::filesystem::path write_report(const Report& report, const std::filesystem::path& folder);

}  // namespace gg::lab
