#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "demos/lab/chart/style.hpp"
#include "demos/lab/report/findings_parts.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

std::string percent(double value) { return fixed(value, 2) + " %"; }

std::string path_text(const Comparison& c, int from, int to) {
  return "from " + percent(c.from) + " at batch " + text(from) + " to " + percent(c.to) + " at batch " +
         text(to) + " (" + evidence(c) + ")";
}

// The largest batch from which on, downwards, the error is clearly higher than at the largest of all.
int clear_from(const StabilityGrid& grid, const std::string& norm) {
  const auto batches = grid.batches_with_errors(norm);
  int from = 0;
  for (auto batch = batches.rbegin(); batch + 1 != batches.rend(); ++batch) {
    const auto c = compare(grid.group(norm, batches.front()), grid.group(norm, *batch));
    if (c.verdict != Verdict::higher) break;
    from = *batch;
  }
  return from;
}

std::string change_sentence(const StabilityGrid& grid, const std::string& norm) {
  const Change change = change_of(grid, norm);
  const std::string name = name_of_norm(norm);
  const std::string path = path_text(change.comparison, change.largest, change.smallest);
  switch (change.comparison.verdict) {
    case Verdict::incomplete:
      return name + " goes " + path + ". Of runs that failed nothing is known, so that settles nothing.";
    case Verdict::too_few:
      return name + " goes " + path + ". Fewer than three seeds cannot tell such a change from chance.";
    case Verdict::within_spread:
      return name + " shows no clear change as its batch shrinks: it goes " + path +
             ", within the spread of the seeds.";
    case Verdict::unclear:
      return name + " leans " + (change.comparison.difference() > 0 ? "up" : "down") +
             " as its batch shrinks, " + path + ", but so few seeds do not settle it.";
    case Verdict::lower:
      return name + " gets better as its batch shrinks: it goes " + path + ".";
    case Verdict::higher:
      break;
  }
  const int from = clear_from(grid, norm);
  return name + " gets worse as its batch shrinks: it goes " + path + "." +
         (from == change.smallest ? " The rise is clear at batch " + text(from) + " only."
                                  : " The rise is clear from batch " + text(from) + " down.");
}

void add_change(const StabilityGrid& grid, const std::string& norm, Sentences& out) {
  const auto batches = grid.batches_with_errors(norm);
  if (batches.empty()) return;
  if (batches.size() > 1) out.push_back(change_sentence(grid, norm));
  if (batches.size() == 1) {
    out.push_back(name_of_norm(norm) + " has results at batch " + text(batches.front()) +
                  " only, so nothing can be said of how it changes.");
  }
  for (int batch : change_of(grid, norm).failed) {
    out.back() += " At batch " + text(batch) + " none of its runs ended well.";
  }
}

// The most that one seed's error differs between batches.
double largest_difference_by_seed(const StabilityGrid& grid, const std::string& norm) {
  double most = 0;
  for (const auto& a : grid.cells()) {
    for (const auto& b : grid.cells()) {
      const bool both_ended = !a.diverged && !a.crashed && !b.diverged && !b.crashed;
      if (a.norm == norm && b.norm == norm && a.seed == b.seed && both_ended) {
        most = std::max(most, std::abs(a.error - b.error));
      }
    }
  }
  return most;
}

std::size_t batches_trained(const StabilityGrid& grid, const std::string& norm) {
  std::size_t count = 0;
  for (int batch : grid.batches()) count += grid.has_runs(norm, batch);
  return count;
}

std::string constancy_sentence(const StabilityGrid& grid, const std::vector<std::string>& norms) {
  std::vector<std::string> names, repeated;
  double most = 0;
  for (const auto& norm : norms) {
    names.push_back(name_of_norm(norm));
    if (batches_trained(grid, norm) < 2) continue;
    repeated.push_back(name_of_norm(norm));
    most = std::max(most, largest_difference_by_seed(grid, norm));
  }
  const std::string why = list_text(names) + (names.size() == 1 ? " looks" : " look") +
                          " at one image at a time, so in this protocol the batch does not enter: flat by " +
                          "construction, not by merit.";
  if (repeated.empty()) return why + " Trained at one batch, the error stands for all.";
  const std::string trained =
      " Trained at several batches all the same, " + list_text(repeated) + " gave each seed ";
  if (most == 0) return why + trained + "exactly one error.";
  return why + trained + "errors that differ by up to " + fixed(most, 2) +
         " points, which is rounding (sums in another order) and what training makes of it.";
}

}  // namespace

Change change_of(const StabilityGrid& grid, const std::string& norm) {
  const auto batches = grid.batches_with_errors(norm);
  const int largest = batches.front(), smallest = batches.back();
  std::vector<int> failed;
  for (int batch : grid.batches()) {
    if (grid.has_runs(norm, batch) && grid.errors(norm, batch).empty()) failed.push_back(batch);
  }
  return {largest, smallest, compare(grid.group(norm, largest), grid.group(norm, smallest)), failed};
}

std::vector<std::string> norms_of_family(const StabilityGrid& grid, const std::string& family) {
  std::vector<std::string> out;
  for (const auto& norm : norms_of_family(grid.norms(), family)) {
    if (!grid.batches_with_errors(norm).empty()) out.push_back(norm);
  }
  return out;
}

void add_changes(const StabilityGrid& grid, Sentences& out) {
  for (const auto& norm : norms_of_family(grid, "bn")) add_change(grid, norm, out);
  std::vector<std::string> constant;
  for (const auto& norm : grid.norms()) {
    if (family_of(norm) == "bn") continue;
    if (!grid.constant_by_construction(norm)) {
      add_change(grid, norm, out);
    } else if (!grid.batches_with_errors(norm).empty()) {
      constant.push_back(norm);
    }
  }
  if (!constant.empty() && grid.batches().size() > 1) out.push_back(constancy_sentence(grid, constant));
}

}  // namespace gg::lab
