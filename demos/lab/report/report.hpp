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
  std::string revision;               // see built_revision
  std::string results_hash = {};      // of results.jsonl; see file_hash
};

// A chart as render_svg gives it, or why it could not.
struct DrawnChart {
  std::string svg;
  std::string problem = {};
};

// The page as HTML. drawn: the charts in their order; script: chart_script(), or nothing, and then the charts
// are the still pictures alone. All text is escaped; ids in the SVGs are made unique. Throws Error when there
// are not as many drawn charts as charts.
std::string report_html(const Report& report, const std::vector<DrawnChart>& drawn,
                        const std::string& script = {});

// Draws the charts and writes FOLDER/NAME.svg and NAME.csv for each, then FOLDER/report.html; every file
// whole or not at all. Returns the path of the report. A chart that cannot be drawn (see check), or a gnuplot
// that is missing, costs no results: the page says so and shows the numbers. Without results_hash, that of
// FOLDER/results.jsonl is taken if there is one. Throws Error as check(Table) and write_file do, and when a
// chart's name is not fit for a file or is used twice.
std::filesystem::path write_report(const Report& report, const std::filesystem::path& folder);

}  // namespace gg::lab
