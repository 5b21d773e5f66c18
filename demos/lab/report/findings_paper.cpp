#include "core/check.hpp"
#include "demos/lab/report/claim.hpp"
#include "demos/lab/report/findings_parts.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

// Whether this run bears out "batch norm degrades": empty when it cannot tell.
std::string paper_verdict(const StabilityGrid& grid, const std::string& bn) {
  const std::string name = name_of_norm(bn);
  const Change change = change_of(grid, bn);
  if (!change.failed.empty())
    return " " + name + " did not end well at every batch here, so its rise has no number.";
  if (change.largest == change.smallest) return "";
  if (change.comparison.verdict == Verdict::too_few) return "";
  const std::string here = with_sign(change.comparison.difference(), 2) + " points from batch " +
                           text(change.largest) + " to " + text(change.smallest) +
                           failures_text(change.comparison);
  switch (answer_to(change.comparison, Verdict::higher)) {
    case Answer::yes:
      return " " + name + "'s rise shows here too: " + here + ".";
    case Answer::no:
      return " " + name + "'s rise does not show here: " + here + ".";
    default:
      return " Whether " + name + "'s rise shows here is not settled: " + here + ".";
  }
}

std::string paper_verdict_on_gn(const StabilityGrid& grid, const std::string& gn) {
  const std::string name = name_of_norm(gn);
  const Change change = change_of(grid, gn);
  if (!change.failed.empty() || change.largest == change.smallest) return "";
  const std::string here =
      with_sign(change.comparison.difference(), 2) + " points" + failures_text(change.comparison);
  if (change.comparison.verdict == Verdict::too_few) return "";
  if (change.comparison.clear()) return " " + name + "'s flatness does not show here: " + here + ".";
  if (excludes(change.comparison, Verdict::lower) && excludes(change.comparison, Verdict::higher))
    return " " + name + "'s flatness shows here too: " + here + ".";
  return " Whether " + name + "'s flatness shows here is not settled: " + here + ".";
}

}  // namespace

void add_paper(const StabilityGrid& grid, Sentences& out) {
  const auto bns = norms_of_family(grid, "bn"), gns = norms_of_family(grid, "gn");
  if ((bns.empty() && gns.empty()) || grid.batches().size() < 2) return;
  if (grid.protocol() == Protocol::one_class) return;  // the paper drew its batches at random
  std::string sentence =
      "For comparison, the Group Norm paper (Wu and He, 2018; ResNet-50 on ImageNet) reports validation "
      "errors of " +
      std::string("23.6 % at 32 images per worker and 34.7 % at 2 for BN, 24.1 % at both for GN.");
  for (const auto& bn : bns) sentence += paper_verdict(grid, bn);
  std::vector<std::string> constant;
  for (const auto& gn : gns) {
    if (grid.constant_by_construction(gn)) {
      constant.push_back(name_of_norm(gn));
    } else {
      sentence += paper_verdict_on_gn(grid, gn);
    }
  }
  if (!constant.empty()) {
    sentence += " " + list_text(constant) + (constant.size() == 1 ? " is" : " are") +
                " flat here too, by construction.";
  }
  out.push_back(sentence);
}

}  // namespace gg::lab
