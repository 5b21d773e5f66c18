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

std::size_t PeriodRuns::seeds() const { return seeds_in(rows_); }

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

std::vector<Json> PeriodRuns::all_of(const Swap& swap, std::size_t at) const {
  return rows_where(rows_where(rows_where(rows_, "at", at), "norm", swap.from), "to", swap.to);
}

std::vector<Json> PeriodRuns::swapped(const Swap& swap, std::size_t at) const {
  std::vector<Json> found = all_of(swap, at);
  found.erase(std::remove_if(found.begin(), found.end(), crashed), found.end());
  return found;
}

std::vector<double> PeriodRuns::final_errors(const std::string& norm) const {
  return values_of(unswapped(norm), "error");
}

std::vector<double> PeriodRuns::final_errors(const Swap& swap, std::size_t at) const {
  return values_of(swapped(swap, at), "error");
}

Group PeriodRuns::group(const Swap& swap, std::size_t at, const std::vector<double>& values) const {
  const std::string name = at == 0 ? name_of_norm(swap.from) : name_of_swap(swap);
  return {name, values, all_of(swap, at).size() - values.size()};
}

Group PeriodRuns::final_group(const Swap& swap, std::size_t at) const {
  return group(swap, at, final_errors(swap, at));
}

Group PeriodRuns::control_group(const Swap& swap, std::size_t at) const {
  const Swap fresh{swap.from, swap.from};
  return final_group(fresh, final_errors(fresh, at).empty() ? 0 : at);
}

Group PeriodRuns::third_group(const std::string& norm, std::size_t third) const {
  return group({norm, norm}, 0, losses_of_third(norm, third));
}

Group PeriodRuns::group_after(const std::string& norm, std::size_t step) const {
  return group({norm, norm}, 0, errors_after(norm, step));
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
