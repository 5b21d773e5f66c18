// From rows of trainings in which the normalizer was swapped for another, or was not, to groups of runs.
//
// A row has norm, to, at, seed and status: the training began with `norm` and went on from step `at` with a
// fresh `to`; at = 0 with to = norm is one that was never swapped. One that did not crash also has
//   error, error_running  final validation error in percent, after running statistics were recomputed
//                         and with those of the training (only if it finished)
//   curve                 as curve_json gives it
// and, where it was never swapped,
//   thirds                mean training loss of each third of the steps, as far as all losses are finite
//   eval_at, errors       validation error (as `error`) after so many steps, as far as it got
// and, where it was swapped,
//   jump                  mean loss of the ten steps from the swap on less that of the ten before
//   recovery              steps from the swap until the mean loss of ten steps is again below that of
//                         the ten before it; absent if that never comes
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "demos/lab/json.hpp"
#include "demos/lab/report/comparison.hpp"
#include "demos/lab/train/swap.hpp"

namespace gg::lab {

// "GN:c8 to none"; "GN:c8, fresh copy".
std::string name_of_swap(const Swap& swap);

class PeriodRuns {
 public:
  // steps: of each training.
  PeriodRuns(std::vector<Json> rows, std::size_t steps) : rows_(std::move(rows)), steps_(steps) {}

  std::size_t steps() const { return steps_; }
  std::size_t seeds() const;
  std::vector<std::string> norms() const;                  // that were trained without a swap
  std::vector<Swap> swaps() const;                         // as they first appear
  std::vector<std::size_t> times(const Swap& swap) const;  // at which there are runs, rising

  // All but those that crashed.
  std::vector<Json> unswapped(const std::string& norm) const;
  std::vector<Json> swapped(const Swap& swap, std::size_t at) const;

  // Final errors of the runs that finished.
  std::vector<double> final_errors(const std::string& norm) const;
  std::vector<double> final_errors(const Swap& swap, std::size_t at) const;

  // Mean losses of a third (0, 1, 2), one a seed that got there; errors after that many steps likewise.
  std::vector<double> losses_of_third(const std::string& norm, std::size_t third) const;
  std::vector<double> errors_after(const std::string& norm, std::size_t step) const;
  std::vector<std::size_t> evaluated_at() const;  // steps, rising

  // The same, with the runs that have no such number.
  Group final_group(const Swap& swap, std::size_t at) const;  // at = 0: never swapped
  // What a swap is to be held against: the same normalizer, replaced by a fresh copy at the same step, or
  // where there are no such runs (no normalization has nothing to be fresh) never swapped.
  Group control_group(const Swap& swap, std::size_t at) const;
  Group third_group(const std::string& norm, std::size_t third) const;
  Group group_after(const std::string& norm, std::size_t step) const;

 private:
  std::vector<Json> all_of(const Swap& swap, std::size_t at) const;  // crashed ones, too
  Group group(const Swap& swap, std::size_t at, const std::vector<double>& values) const;

  std::vector<Json> rows_;
  std::size_t steps_;
};

}  // namespace gg::lab
