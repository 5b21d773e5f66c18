// From rows of the group_statistics program to its tables, charts and findings.
//
// A row has norm, seed, status, validation_error in percent if finished, and, unless it crashed:
//
//   at       the observed steps, from 1
//   layers   for each norm from the first to the last, of its input: "mean" and "sd" (a list for each
//            step with one number a group, averaged over the samples), "percentiles" (the 1st, 20th, 80th and
//            99th); and "gamma", "beta" (smallest, quartiles and largest over the channels; no list where
//            there is none)
//   shown    one test image after training: "index", "label", "image" and "features" (what the first
//            norm makes of it), each with height, width, channels and values; "mean" and "sd" of each group
//            of its input
//
// null stands for a number that was not finite. Groups are drawn of the first normalizer, and of its first
// run that finished.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "demos/lab/json.hpp"
#include "demos/lab/report/report.hpp"

namespace gg::lab {

// The run whose groups are drawn; nothing if no run of the first normalizer finished.
const Json* watched_run(const std::vector<Json>& rows);

// Width of the distribution that the last norm is given, 99th minus 1st percentile, in units of its input: at
// the first step, and as the mean over the last tenth of the observed steps. Nothing when one of the numbers
// is missing, or the width is not above 0.
struct Width {
  double start = 0, end = 0;
};
std::optional<Width> last_width(const Json& row);

// Those of the runs that finished, one entry a run.
struct Widths {
  std::vector<double> start, end, growth;  // growth: end over start
};
Widths last_widths(const std::vector<Json>& runs);

// Heat maps of the groups' means and standard deviations, a fan of the last norm's percentiles for each
// normalizer, fans of gamma and beta, and the shown image; those that there are numbers for.
std::vector<NamedChart> group_statistics_charts(const std::vector<Json>& rows, const std::string& trained);

// The image, and beside it the map of every channel behind the first norm with its group in its title; for a
// feedforward net, whose channels have no positions, one map of groups by channels.
Chart shown_chart(const Json& run, const std::string& trained);

// Error and width by normalizer; the shown image's groups.
std::vector<Table> group_statistics_tables(const std::vector<Json>& rows);

std::vector<std::string> group_statistics_findings(const std::vector<Json>& rows);

// How the numbers were made.
std::vector<std::string> group_statistics_notes();

}  // namespace gg::lab
