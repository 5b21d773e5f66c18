#include "demos/lab/report/period_runs.hpp"

#include <algorithm>
#include <set>

#include "demos/lab/report/rows.hpp"
#include "demos/lab/report/stability.hpp"

namespace gg::lab {
namespace {

Swap swap_of(const Json& row) { return {row.at("norm"), row.at("to")}; }

bool was_swapped(const Json& row) { return row.at("at") != 0; }

bool crashed(const Json& row) { return row.at("status") == "crashed"; }

}  // namespace

std::string name_of_swap(const Swap& swap) {
  const std::string from = name_of_norm(swap.from);
  return swap.is_control() ? from + ", fresh copy" : from + " to " + name_of_norm(swap.to);
}

std::vector<std::string> PeriodRuns::norms() const {
  std::vector<std::string> norms;
  for (const Json& norm : distinct(rows_where(rows_, "at", 0), "norm")) norms.push_back(norm);
  return norms;
}

std::vector<Swap> PeriodRuns::swaps() const {
  std::vector<Swap> swaps;
  for (const Json& row : rows_) {
    if (was_swapped(row) && std::find(swaps.begin(), swaps.end(), swap_of(row)) == swaps.end())
      swaps.push_back(swap_of(row));
  }
  return swaps;
}

std::vector<std::size_t> PeriodRuns::times(const Swap& swap) const {
  std::set<std::size_t> times;
  for (const Json& row : rows_) {
    if (was_swapped(row) && swap_of(row) == swap) times.insert(row.at("at").get<std::size_t>());
  }
  return {times.begin(), times.end()};
}

std::vector<Json> PeriodRuns::unswapped(const std::string& norm) const { return swapped({norm, norm}, 0); }

std::vector<Json> PeriodRuns::swapped(const Swap& swap, std::size_t at) const {
  std::vector<Json> found;
  for (const Json& row : rows_where(rows_, "at", at)) {
    if (swap_of(row) == swap && !crashed(row)) found.push_back(row);
  }
  return found;
}

std::vector<double> PeriodRuns::final_errors(const std::string& norm) const {
  return values_of(unswapped(norm), "error");
}

std::vector<double> PeriodRuns::final_errors(const Swap& swap, std::size_t at) const {
  return values_of(swapped(swap, at), "error");
}

std::vector<double> PeriodRuns::control_errors(const Swap& swap, std::size_t at) const {
  const std::vector<double> fresh = final_errors(Swap{swap.from, swap.from}, at);
  return fresh.empty() ? final_errors(swap.from) : fresh;
}

std::vector<double> PeriodRuns::losses_of_third(const std::string& norm, std::size_t third) const {
  std::vector<double> losses;
  for (const Json& row : unswapped(norm)) {
    const auto thirds = row.at("thirds").get<std::vector<double>>();
    if (third < thirds.size()) losses.push_back(thirds[third]);
  }
  return losses;
}

std::vector<double> PeriodRuns::errors_after(const std::string& norm, std::size_t step) const {
  std::vector<double> found;
  for (const Json& row : unswapped(norm)) {
    const auto at = row.at("eval_at").get<std::vector<std::size_t>>();
    const auto errors = row.at("errors").get<std::vector<double>>();
    for (std::size_t i = 0; i < std::min(at.size(), errors.size()); ++i) {
      if (at[i] == step) found.push_back(errors[i]);
    }
  }
  return found;
}

std::vector<std::size_t> PeriodRuns::evaluated_at() const {
  std::set<std::size_t> steps;
  for (const std::string& norm : norms()) {
    for (const Json& row : unswapped(norm)) {
      for (const Json& step : row.at("eval_at")) steps.insert(step.get<std::size_t>());
    }
  }
  return {steps.begin(), steps.end()};
}

}  // namespace gg::lab
