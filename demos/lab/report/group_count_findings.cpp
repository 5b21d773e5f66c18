#include <algorithm>

#include "demos/lab/measure/statistics.hpp"
#include "demos/lab/report/claim.hpp"
#include "demos/lab/report/group_count_charts.hpp"
#include "demos/lab/report/lists.hpp"
#include "demos/lab/report/rows.hpp"
#include "demos/lab/report/stability.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

constexpr const char* kError = "validation_error";

// From the lowest mean to the highest, and behind them those of which runs failed.
bool is_better(const Group& a, const Group& b) {
  if ((a.failed > 0) != (b.failed > 0)) return b.failed > 0;
  return mean(a.values) < mean(b.values);
}

// Those between the two ends of the axis that have errors, the best first.
std::vector<Group> inner_groups(const std::vector<Json>& rows, const GroupAxis& axis) {
  std::vector<Group> inner;
  for (std::size_t i = 1; i + 1 < axis.places.size(); ++i) {
    Group group = group_of(rows, axis.places[i].norm, kError);
    if (!group.values.empty()) inner.push_back(std::move(group));
  }
  std::stable_sort(inner.begin(), inner.end(), is_better);
  return inner;
}

std::string range_text(const std::vector<Group>& inner, const GroupAxis& axis) {
  const Group &best = inner.front(), &worst = inner.back();
  if (inner.size() == 1) return "By " + axis.before + ", only " + best.name + " lies between LN and IN.";
  return "By " + axis.before + ", between LN and IN, the mean error goes from " +
         fixed(mean(best.values), 2) + " % (" + best.name + ") to " + fixed(mean(worst.values), 2) + " % (" +
         worst.name + "); the worst of these against the best: " + comparison_text(best, worst) + ".";
}

// G = C is worst: instance norm against every other place of the axes.
std::string worst_claim(const std::vector<Json>& rows, const std::vector<GroupAxis>& axes) {
  const Group instance = group_of(rows, "in", kError), layer = group_of(rows, "ln", kError);
  std::vector<Group> others;
  for (const GroupAxis& axis : axes) {
    for (Group& group : inner_groups(rows, axis)) others.push_back(std::move(group));
  }
  if (!layer.values.empty()) others.push_back(layer);
  Claim claim;
  claim.published =
      "one channel a group (IN) is worst, 28.4 % against 24.1 % at 32 groups and 25.3 % for LN (Wu and He, "
      "2018; ResNet-50 on ImageNet).";
  if (instance.values.empty() || others.empty()) {
    claim.here = "there is nothing to compare";
    return claim_text(claim);
  }
  const auto closest = std::max_element(others.begin(), others.end(), is_better);
  claim.answer = answer_to(compare(*closest, instance), Verdict::higher);
  claim.here = "against the worst of all others, " + comparison_text(*closest, instance);
  return claim_text(claim);
}

// An optimum between the ends: the best inner place of each axis against layer norm.
std::string optimum_claim(const std::vector<Json>& rows, const std::vector<GroupAxis>& axes) {
  const Group layer = group_of(rows, "ln", kError);
  std::vector<Answer> answers;
  std::vector<std::string> parts;
  for (const GroupAxis& axis : axes) {
    const std::vector<Group> inner = inner_groups(rows, axis);
    if (inner.empty() || layer.values.empty()) continue;
    answers.push_back(answer_to(compare(layer, inner.front()), Verdict::lower));
    parts.push_back("by " + axis.before + " " + comparison_text(layer, inner.front()));
  }
  Claim claim;
  claim.published =
      "the best setting lies between LN and IN, 24.1 % at 32 groups against 25.3 % for LN (the same source).";
  if (parts.empty()) {
    claim.here = "there is nothing to compare";
  } else {
    claim.answer = joint_answer(answers);
    claim.here = "the best setting against LN (chosen afterwards, which favours it): " + list_text(parts);
  }
  return claim_text(claim);
}

}  // namespace

std::vector<std::string> group_count_findings(const std::vector<Json>& rows,
                                              const std::vector<GroupAxis>& axes) {
  if (values_of(rows, kError).empty()) return {"No run ended well, so there is no error to show."};
  std::vector<std::string> findings;
  if (!too_few_seeds(seeds_in(rows))) {
    for (const GroupAxis& axis : axes) {
      const std::vector<Group> inner = inner_groups(rows, axis);
      if (!inner.empty()) findings.push_back(range_text(inner, axis));
    }
    findings.push_back(worst_claim(rows, axes));
    findings.push_back(optimum_claim(rows, axes));
  }
  if (values_of(rows, "gradient_variation").empty())
    findings.push_back(
        "Gradient-norm variation and spikes are taken in windows of 50 steps, and these trainings have no "
        "more: "
        "both columns are empty.");
  return findings;
}

}  // namespace gg::lab
