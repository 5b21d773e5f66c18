#include "demos/lab/report/normalizer_findings.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/check.hpp"
#include "demos/lab/measure/statistics.hpp"
#include "demos/lab/report/claim.hpp"
#include "demos/lab/report/lists.hpp"
#include "demos/lab/report/normalizer_claims.hpp"
#include "demos/lab/report/stability.hpp"
#include "demos/lab/report/verdict_clause.hpp"
#include "demos/lab/text.hpp"
#include "layers/make_norm.hpp"

namespace gg::lab {
namespace {

std::string at_batch(std::size_t batch) { return " at batch " + text(batch); }

void add_best(const NormalizerScores& scores, std::size_t batch, Sentences& out) {
  std::vector<Group> ranked;
  Sentences level, behind, untold, unranked;
  for (const auto& norm : scores.norms_with_errors(batch)) {
    const Group group = scores.at(norm, batch).error_group();
    if (group.failed == 0) {
      ranked.push_back(group);
    } else {
      unranked.push_back(group.name + " (" + text(group.failed) + " of " +
                         text(group.failed + group.values.size()) + ")");
    }
  }
  if (ranked.size() < 2) return;
  for (std::size_t i = 1; i < ranked.size(); ++i) {
    const Comparison c = compare(ranked[0], ranked[i]);
    (c.verdict == Verdict::higher    ? behind
     : c.verdict == Verdict::too_few ? untold
                                     : level)
        .push_back(ranked[i].name + " " + fixed(c.to, 2));
  }
  std::string sentence = "Lowest mean error" + at_batch(batch) + ": " + ranked[0].name + ", " +
                         fixed(mean(ranked[0].values), 2) + " %";
  if (!level.empty()) sentence += "; not clearly behind: " + list_text(level);
  if (!behind.empty()) sentence += "; clearly behind: " + list_text(behind);
  if (!untold.empty()) sentence += "; too few seeds to tell: " + list_text(untold);
  if (!unranked.empty()) sentence += "; without a place, since runs failed: " + list_text(unranked);
  out.push_back(sentence + ".");
}

void add_changes(const NormalizerScores& scores, Sentences& out) {
  const std::size_t largest = scores.batches().front(), smallest = scores.batches().back();
  ByVerdict changes;
  Sentences blind;
  for (const auto& norm : scores.norms()) {
    const Group from = scores.at(norm, largest).error_group(), to = scores.at(norm, smallest).error_group();
    if (from.values.empty() || to.values.empty()) continue;
    if (!norm_sees_batch(norm)) {
      blind.push_back(name_of_norm(norm));
      continue;
    }
    const Comparison c = compare(from, to);
    changes.add(c.verdict, name_of_norm(norm) + " (" + fixed(c.from, 2) + " to " + fixed(c.to, 2) +
                               " %: " + evidence(c) + ")");
  }
  if (!changes.empty())
    out.push_back("The error at batch " + text(smallest) + ", held against that at batch " + text(largest) +
                  ", " + changes.clauses("for") + ".");
  if (!blind.empty())
    out.push_back(list_text(blind) + (blind.size() == 1 ? " looks" : " look") +
                  " at one image at a time, and in this protocol the batch does not enter: flat by "
                  "construction, not by merit.");
}

// The normalizer whose gradient's norm varies least, and whether the others vary more than the seeds do.
void add_variation(const NormalizerScores& scores, std::size_t batch, Sentences& out) {
  std::vector<Group> groups;
  for (const auto& norm : scores.norms()) {
    const Group group = scores.at(norm, batch).gradient_group();
    if (!group.values.empty()) groups.push_back(group);
  }
  if (groups.size() < 2) return;
  std::stable_sort(groups.begin(), groups.end(),
                   [](const Group& a, const Group& b) { return mean(a.values) < mean(b.values); });
  const Group &least = groups.front(), &most = groups.back();
  std::string sentence = "The gradient's norm varies least" + at_batch(batch) + " for " + least.name +
                         " and most for " + most.name + ": " + comparison_text(least, most, "", "");
  Sentences level;
  for (std::size_t i = 1; i + 1 < groups.size(); ++i) {
    if (!compare(least, groups[i]).clear())
      level.push_back(groups[i].name + " " + fixed(mean(groups[i].values), 2));
  }
  if (!level.empty()) sentence += "; not clearly above " + least.name + ": " + list_text(level);
  out.push_back(sentence + ".");
}

using Cost = std::pair<Spread, std::string>;

// What it costs against a net without normalizers, by normalizer, from the least on; those without a number
// are left out.
template <class CostOf>
std::vector<Cost> costs(const NormalizerScores& scores, std::size_t batch, CostOf&& cost_of) {
  std::vector<Cost> found;
  for (const auto& norm : scores.norms()) {
    const std::optional<Spread> cost = cost_of(scores.at(norm, batch));
    if (cost && norm != "none") found.emplace_back(*cost, name_of_norm(norm));
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Cost& a, const Cost& b) { return a.first.value < b.first.value; });
  return found;
}

constexpr double speed_tolerance = 0.05;  // how far a net timed against itself may be off 1

void add_speed(const NormalizerScores& scores, std::size_t batch, Sentences& out) {
  const std::optional<Spread> none = scores.at("none", batch).speed;
  if (none && std::abs(none->value - 1) > speed_tolerance) {
    out.push_back("Speeds" + at_batch(batch) +
                  " are not ranked: a net without normalizers, timed against itself, comes out at " +
                  fixed(none->value, 2) + " instead of 1, more than " + fixed(100 * speed_tolerance, 0) +
                  " % off, as the others may be.");
    return;
  }
  const auto found = costs(scores, batch, [](const NormalizerScore& s) { return s.speed; });
  if (found.size() < 2) return;
  const auto item = [](const Cost& cost) {
    return cost.second + " (" + fixed(cost.first.value, 2) + ", quartiles over rounds " +
           fixed(cost.first.low, 2) + " to " + fixed(cost.first.high, 2) + ")";
  };
  const auto overlapping = [&](const Cost& end) {
    Sentences names;
    for (const Cost& other : found) {
      const bool apart = other.first.high < end.first.low || end.first.high < other.first.low;
      if (&other != &end && !apart) names.push_back(other.second);
    }
    return names.empty() ? "" : ", whose quartiles overlap those of " + list_text(names);
  };
  const Cost &slowest = found.front(), &fastest = found.back();
  out.push_back("Speed against a net without normalizers (the row none left out)" + at_batch(batch) +
                ": slowest " + item(slowest) + overlapping(slowest) + "; fastest " + item(fastest) +
                overlapping(fastest) + ".");
}

void add_memory(const NormalizerScores& scores, std::size_t batch, Sentences& out) {
  const auto found = costs(scores, batch, [](const NormalizerScore& s) {
    return s.memory ? std::optional(Spread{*s.memory, *s.memory, *s.memory}) : std::nullopt;
  });
  if (found.size() < 2) return;
  const auto item = [](const Cost& cost) { return cost.second + " (" + fixed(cost.first.value, 2) + ")"; };
  out.push_back("Memory against a net without normalizers (the row none left out)" + at_batch(batch) +
                ", counted in one training each: least " + item(found.front()) + "; most " +
                item(found.back()) + ".");
}

void add_failures(const NormalizerScores& scores, Sentences& out) {
  Failures failures;
  for (const auto& norm : scores.norms()) {
    for (std::size_t batch : scores.batches())
      failures.add(name_of_norm(norm) + at_batch(batch), scores.at(norm, batch).failed);
  }
  failures.tell(out);
}

}  // namespace

std::vector<std::string> normalizer_findings(const NormalizerScores& scores) {
  Sentences out;
  const bool any = std::any_of(scores.batches().begin(), scores.batches().end(),
                               [&](std::size_t batch) { return !scores.norms_with_errors(batch).empty(); });
  if (!any) out.push_back("No run ended well, so there is no error to show.");
  const bool too_few = too_few_seeds(scores.seeds());
  if (!too_few) {
    for (std::size_t batch : scores.batches()) add_best(scores, batch, out);
    if (scores.batches().size() > 1) add_changes(scores, out);
  }
  for (std::size_t batch : scores.batches()) {
    if (!too_few) add_variation(scores, batch, out);
    add_speed(scores, batch, out);
    add_memory(scores, batch, out);
  }
  if (!too_few) {
    for (const std::string& claim : normalizer_claims(scores)) out.push_back(claim);
  }
  add_failures(scores, out);
  return out;
}

}  // namespace gg::lab
