#include <algorithm>
#include <functional>
#include <set>

#include "core/check.hpp"
#include "demos/lab/measure/statistics.hpp"
#include "demos/lab/report/periods_charts.hpp"
#include "demos/lab/report/rows.hpp"
#include "demos/lab/report/stability.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

// The mean, and beside it the runs that did not finish.
std::string with_failures(const std::vector<double>& values, const std::vector<Json>& rows) {
  const std::size_t diverged = count_of(rows, "diverged");
  return mean_and_sd_text(values, 2) + (diverged > 0 ? ", " + text(diverged) + " diverged" : "");
}

std::vector<std::size_t> all_times(const PeriodRuns& runs) {
  std::set<std::size_t> times;
  for (const Swap& swap : runs.swaps()) {
    for (std::size_t at : runs.times(swap)) times.insert(at);
  }
  return {times.begin(), times.end()};
}

using SwapCell = std::function<std::string(const Swap&, std::size_t at)>;

Table table_of_swaps(const PeriodRuns& runs, const std::string& title, const SwapCell& cell) {
  Table table;
  table.title = title;
  table.columns = {"swap"};
  for (std::size_t at : all_times(runs)) table.columns.push_back("at step " + text(at));
  for (const Swap& swap : runs.swaps()) {
    table.rows.push_back({name_of_swap(swap)});
    for (std::size_t at : all_times(runs)) table.rows.back().push_back(cell(swap, at));
  }
  return table;
}

// "+0.50 (made good after 20 steps; in 1 of 3 runs not)", "-0.50 (no rise)".
std::string shock_text(const std::vector<Json>& rows) {
  const std::vector<double> jumps = values_of(rows, "jump");
  if (jumps.empty()) return "-";
  std::vector<double> recoveries;
  std::size_t rises = 0;
  for (const Json& row : rows) {
    if (!has_finished(row) || !row.contains("jump") || row.at("jump") <= 0) continue;
    ++rises;
    if (row.contains("recovery")) recoveries.push_back(row.at("recovery"));
  }
  const std::string where =
      rises < jumps.size() ? "up in " + text(rises) + " of " + count_text(jumps.size(), "run") + ", " : "";
  const auto words = [&]() -> std::string {
    if (rises == 0) return "no rise";
    if (recoveries.empty()) return where + "not made good";
    const std::string after = where + "made good after " + fixed(mean(recoveries), 0) + " steps";
    if (recoveries.size() == rises) return after;
    return after + "; in " + text(rises - recoveries.size()) + " of " + count_text(rises, "run") + " not";
  };
  return with_sign(mean(jumps), 2) + " (" + words() + ")";
}

}  // namespace

Table thirds_table(const PeriodRuns& runs) {
  Table table;
  table.title = "Without a swap: mean training loss (nats) by thirds, and final validation error in percent";
  table.columns = {"norm", "first third", "second third", "last third", "final error"};
  for (const std::string& norm : runs.norms()) {
    table.rows.push_back({name_of_norm(norm)});
    for (std::size_t third = 0; third < 3; ++third)
      table.rows.back().push_back(mean_and_sd_text(runs.losses_of_third(norm, third), 3));
    table.rows.back().push_back(with_failures(runs.final_errors(norm), runs.unswapped(norm)));
  }
  return table;
}

Table errors_table(const PeriodRuns& runs) {
  Table table;
  table.title = "Without a swap: validation error in percent, mean ± standard deviation over seeds";
  table.columns = {"norm"};
  for (std::size_t step : runs.evaluated_at()) table.columns.push_back("step " + text(step));
  for (const std::string& norm : runs.norms()) {
    table.rows.push_back({name_of_norm(norm)});
    for (std::size_t step : runs.evaluated_at())
      table.rows.back().push_back(mean_and_sd_text(runs.errors_after(norm, step), 2));
  }
  return table;
}

Table swaps_table(const PeriodRuns& runs) {
  return table_of_swaps(runs, "Final validation error in percent after a swap",
                        [&](const Swap& swap, std::size_t at) {
                          return with_failures(runs.final_errors(swap, at), runs.swapped(swap, at));
                        });
}

Table shocks_table(const PeriodRuns& runs) {
  return table_of_swaps(
      runs,
      "Change of the training loss at a swap (nats, + is a rise), and after how many steps a rise was made "
      "good, if it was by the end; \"-\": fewer than ten steps before or behind the swap",
      [&](const Swap& swap, std::size_t at) { return shock_text(runs.swapped(swap, at)); });
}

}  // namespace gg::lab
