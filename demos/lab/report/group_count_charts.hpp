// From rows of a sweep over group sizes to its table, charts and findings.
//
// A row has norm ("ln", "gn:4", "gn:c8", "in", or one to compare with), seed, status and, if finished,
// validation_error in percent, gradient_variation (a plain number: deviation over mean of the gradient's
// length) and spike_rate (a share of the steps, in [0, 1]); the latter two are missing from short trainings.
// Charts and tables show the spikes in percent.
#pragma once

#include <string>
#include <vector>

#include "demos/lab/json.hpp"
#include "demos/lab/report/report.hpp"
#include "demos/lab/report/table.hpp"

namespace gg::lab {

// One way to ask for group sizes: from one end of the axis to the other.
struct GroupAxis {
  std::string name;    // of its charts' files: "groups"
  std::string title;   // "number of groups G"
  std::string before;  // "number of groups": in sentences
  struct Place {
    std::string norm, tick;
  };
  std::vector<Place> places;  // in their order on the axis
};

// LN, groups as given (ascending), IN.
GroupAxis axis_of_groups(const std::vector<std::size_t>& groups);

// IN, channels a group as given (ascending), LN.
GroupAxis axis_of_channels(const std::vector<std::size_t>& channels);

// For each axis error, and stability, with bands of the seeds; other normalizers as reference lines.
// `trained` is what was trained on what.
std::vector<NamedChart> group_count_charts(const std::vector<Json>& rows, const std::vector<GroupAxis>& axes,
                                           const std::string& trained);

// Error and stability of every normalizer, mean and standard deviation over the seeds.
Table group_count_table(const std::vector<Json>& rows);

// Best and worst place of each axis, the two ends against the middle, and what the Group Norm paper reports.
std::vector<std::string> group_count_findings(const std::vector<Json>& rows,
                                              const std::vector<GroupAxis>& axes);

}  // namespace gg::lab
