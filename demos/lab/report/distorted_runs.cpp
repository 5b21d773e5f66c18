#include "demos/lab/report/distorted_runs.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <tuple>

#include "core/check.hpp"
#include "demos/lab/measure/statistics.hpp"
#include "demos/lab/report/lists.hpp"
#include "demos/lab/report/rows.hpp"
#include "demos/lab/report/stability.hpp"
#include "demos/lab/text.hpp"
#include "demos/lab/train/distortion.hpp"

namespace gg::lab {
namespace {

std::string cell_text(const std::vector<double>& values, std::size_t failed, bool signs) {
  std::string out;
  if (!values.empty()) {
    const Summary s = summarize(values);
    out = (signs ? with_sign(s.mean, 2) : fixed(s.mean, 2)) + (s.count > 1 ? " ± " + fixed(s.sd, 2) : "");
  }
  if (failed > 0) out += (out.empty() ? "" : ", ") + text(failed) + " failed";
  return out.empty() ? "-" : out;
}

using CellText = std::function<std::string(const std::string& norm, const std::string& distortion)>;

Table table_of(const DistortedRuns& runs, const std::string& title, bool with_none, const CellText& cell) {
  Table table;
  table.title = title;
  table.columns = {"distortion"};
  for (const auto& norm : runs.norms()) table.columns.push_back(name_of_norm(norm));
  for (const auto& distortion : runs.distortions()) {
    if (distortion == "none" && !with_none) continue;
    table.rows.push_back({name_of_distortion(distortion)});
    for (const auto& norm : runs.norms()) table.rows.back().push_back(cell(norm, distortion));
  }
  return table;
}

}  // namespace

DistortedRuns::DistortedRuns(const std::vector<Json>& rows) {
  std::set<std::tuple<std::string, std::string, int>> seen;
  for (const Json& row : rows) {
    Run run{row.at("norm"), row.at("distortion"), row.at("seed"), has_finished(row)};
    const std::string place = run.norm + ", " + run.distortion + ", seed " + text(run.seed);
    GG_CHECK(seen.emplace(run.norm, run.distortion, run.seed).second, "there are two runs of ", place);
    distortion_named(run.distortion);
    if (run.finished) {
      run.error = row.at("validation_error");
      GG_CHECK(run.error >= 0 && run.error <= 100, place,
               ": expected an error between 0 and 100 percent, got ", run.error);
    }
    add_once(norms_, run.norm);
    add_once(seeds_, run.seed);
    add_once(distortions_, run.distortion);
    runs_.push_back(run);
  }
  std::stable_sort(runs_.begin(), runs_.end(), [](const Run& a, const Run& b) { return a.seed < b.seed; });
}

std::vector<double> DistortedRuns::errors(const std::string& norm, const std::string& distortion) const {
  std::vector<double> out;
  for (const Run& run : runs_) {
    if (run.finished && run.norm == norm && run.distortion == distortion) out.push_back(run.error);
  }
  return out;
}

std::vector<double> DistortedRuns::rises(const std::string& norm, const std::string& distortion) const {
  std::vector<double> out;
  for (const Run& run : runs_) {
    if (!run.finished || run.norm != norm || run.distortion != distortion) continue;
    const auto calm = std::find_if(runs_.begin(), runs_.end(), [&](const Run& other) {
      return other.finished && other.norm == norm && other.distortion == "none" && other.seed == run.seed;
    });
    if (calm != runs_.end()) out.push_back(run.error - calm->error);
  }
  return out;
}

Group DistortedRuns::group(const std::string& norm, const std::string& distortion,
                           const std::vector<double>& values) const {
  const auto all = std::count_if(runs_.begin(), runs_.end(), [&](const Run& run) {
    return run.norm == norm && run.distortion == distortion;
  });
  return {name_of_norm(norm), values, static_cast<std::size_t>(all) - values.size()};
}

Group DistortedRuns::error_group(const std::string& norm, const std::string& distortion) const {
  return group(norm, distortion, errors(norm, distortion));
}

Group DistortedRuns::rise_group(const std::string& norm, const std::string& distortion) const {
  return group(norm, distortion, rises(norm, distortion));
}

std::size_t DistortedRuns::failed(const std::string& norm, const std::string& distortion) const {
  return static_cast<std::size_t>(std::count_if(runs_.begin(), runs_.end(), [&](const Run& run) {
    return !run.finished && run.norm == norm && run.distortion == distortion;
  }));
}

Table distorted_error_table(const DistortedRuns& runs) {
  return table_of(runs, "Validation error in percent, mean ± standard deviation over seeds", true,
                  [&](const std::string& norm, const std::string& distortion) {
                    return cell_text(runs.errors(norm, distortion), runs.failed(norm, distortion), false);
                  });
}

Table rise_table(const DistortedRuns& runs) {
  return table_of(runs, "Rise of the error in points against the undistorted runs, paired by seed", false,
                  [&](const std::string& norm, const std::string& distortion) {
                    return cell_text(runs.rises(norm, distortion), runs.failed(norm, distortion), true);
                  });
}

}  // namespace gg::lab
