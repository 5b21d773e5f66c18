#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "demos/lab/chart/style.hpp"
#include "demos/lab/report/lists.hpp"
#include "demos/lab/report/periods_charts.hpp"
#include "demos/lab/report/rows.hpp"
#include "demos/lab/report/stability.hpp"
#include "demos/lab/report/thirds.hpp"
#include "demos/lab/report/verdict_clause.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

void add_thirds(const PeriodRuns& runs, const std::string& norm, Sentences& out) {
  Thirds thirds;
  for (std::size_t i = 0; i < 3; ++i) {
    const Group none = runs.third_group("none", i), other = runs.third_group(norm, i);
    if (none.values.empty() || other.values.empty()) return;
    thirds[i] = compare(none, other);
  }
  out.push_back("At one rate of SGD, the training loss of " + name_of_norm(norm) +
                ", held against that of none, " + thirds_text(thirds) + ".");
}

void add_errors(const PeriodRuns& runs, const std::string& norm, Sentences& out) {
  ByVerdict steps;
  std::size_t compared = 0;
  for (std::size_t step : runs.evaluated_at()) {
    const Group none = runs.group_after("none", step), other = runs.group_after(norm, step);
    if (none.values.empty() || other.values.empty()) continue;
    const Comparison c = compare(none, other);
    steps.add(c.verdict, text(step) + " (" + fixed(c.to, 1) + " against " + fixed(c.from, 1) + " %" +
                             failures_text(c) + ")");
    ++compared;
  }
  if (!steps.empty())
    out.push_back("The validation error of " + name_of_norm(norm) + ", held against that of none, " +
                  steps.clauses("at step") + ". Each step is a comparison of its own: of " + text(compared) +
                  ", one in twenty comes out clear by chance where there is no difference.");
}

ByVerdict verdicts_of(const PeriodRuns& runs, const Swap& swap, bool against_control) {
  ByVerdict steps;
  for (std::size_t at : runs.times(swap)) {
    const Group from = against_control ? runs.control_group(swap, at)
                                       : runs.final_group(Swap{swap.from, swap.from}, 0),
                to = runs.final_group(swap, at);
    if (from.values.empty() || to.values.empty()) continue;
    const Comparison c = compare(from, to);
    steps.add(c.verdict, text(at) + " (" + with_sign(c.difference(), 2) +
                             (c.d ? ", d = " + with_sign(*c.d, 1) : "") + failures_text(c) + ")");
  }
  return steps;
}

std::size_t fewest_seeds(const PeriodRuns& runs, const Swap& swap) {
  std::size_t fewest = runs.final_errors(swap.from).size();
  for (std::size_t at : runs.times(swap)) fewest = std::min(fewest, runs.final_errors(swap, at).size());
  return fewest;
}

// Where the loss was still above that before the swap when the training ended: the final error is then that
// of a shock.
std::string unrecovered_text(const PeriodRuns& runs, const Swap& swap) {
  std::vector<std::string> parts;
  for (std::size_t at : runs.times(swap)) {
    const std::vector<Json> rows = runs.swapped(swap, at);
    const std::size_t jumps = values_of(rows, "jump").size(), made_good = values_of(rows, "recovery").size();
    if (made_good < jumps)
      parts.push_back(text(jumps - made_good) + " of " + text(jumps) + " runs at step " + text(at));
  }
  return parts.empty() ? ""
                       : " The rise of the loss was not made good by the end in " + list_text(parts) + ".";
}

// Each swap against its control; each control, and what began without normalization, against no swap at all.
void add_swap(const PeriodRuns& runs, const Swap& swap, Sentences& out) {
  const ByVerdict steps = verdicts_of(runs, swap, !swap.is_control());
  if (steps.empty()) return;
  const std::vector<std::size_t> times = runs.times(swap);
  const bool has_copies = std::any_of(times.begin(), times.end(), [&](std::size_t at) {
    return !runs.final_errors(Swap{swap.from, swap.from}, at).empty();
  });
  const std::string control =
      swap.is_control() || !has_copies
          ? "that of no swap"
          : "that with a fresh copy of " + name_of_norm(swap.from) + " at the same step";
  out.push_back("Swap " + name_of_swap(swap) + ": the final error (differences in points), held against " +
                control + ", " + steps.clauses("where the swap is at step") + "; " +
                count_text(fewest_seeds(runs, swap), "seed") + "." + unrecovered_text(runs, swap));
}

// How far errors with running averages as trained are from those with recomputed statistics.
void add_staleness(const PeriodRuns& runs, Sentences& out) {
  double most = 0;
  std::string where;
  const auto look = [&](const std::vector<Json>& rows, const std::string& what) {
    const auto settled = values_of(rows, "error"), running = values_of(rows, "error_running");
    for (std::size_t i = 0; i < std::min(settled.size(), running.size()); ++i) {
      if (std::abs(running[i] - settled[i]) <= std::abs(most)) continue;
      most = running[i] - settled[i];
      where = what;
    }
  };
  for (const std::string& norm : runs.norms())
    look(runs.unswapped(norm), name_of_norm(norm) + " without a swap");
  for (const Swap& swap : runs.swaps()) {
    for (std::size_t at : runs.times(swap))
      look(runs.swapped(swap, at), name_of_swap(swap) + " at step " + text(at));
  }
  if (!where.empty())
    out.push_back(
        "Running statistics were recomputed before every evaluation; with those of the training the final "
        "error would differ most for a run of " +
        where + ": by " + with_sign(most, 2) + " points.");
}

void add_failures(const PeriodRuns& runs, Sentences& out) {
  std::vector<std::string> parts;
  const auto look = [&](const std::vector<Json>& rows, const std::string& what) {
    const std::size_t diverged = count_of(rows, "diverged");
    if (diverged > 0) parts.push_back(count_text(diverged, "run") + " of " + what);
  };
  for (const std::string& norm : runs.norms()) look(runs.unswapped(norm), name_of_norm(norm));
  for (const Swap& swap : runs.swaps()) {
    for (std::size_t at : runs.times(swap))
      look(runs.swapped(swap, at), name_of_swap(swap) + " at step " + text(at));
  }
  if (!parts.empty()) out.push_back("Diverged, and in no mean of final errors: " + list_text(parts) + ".");
}

}  // namespace

std::vector<std::string> periods_findings(const PeriodRuns& runs) {
  Sentences out;
  if (!too_few_seeds(runs.seeds())) {
    for (const std::string& norm : runs.norms()) {
      if (norm == "none") continue;
      add_thirds(runs, norm, out);
      add_errors(runs, norm, out);
    }
    for (const Swap& swap : runs.swaps()) add_swap(runs, swap, out);
  }
  add_staleness(runs, out);
  add_failures(runs, out);
  return out;
}

}  // namespace gg::lab
