#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "demos/lab/chart/style.hpp"
#include "demos/lab/measure/statistics.hpp"
#include "demos/lab/probe/percentiles.hpp"
#include "demos/lab/report/findings.hpp"
#include "demos/lab/report/group_statistics.hpp"
#include "demos/lab/report/lists.hpp"
#include "demos/lab/report/ratio.hpp"
#include "demos/lab/report/rows.hpp"
#include "demos/lab/report/seed_curves.hpp"
#include "demos/lab/report/stability.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

// The widths at the end of the first normalizer of that family; without values where there is none.
Group end_widths(const std::vector<Json>& rows, const std::string& family) {
  for (const Json& norm : distinct(rows, "norm")) {
    if (family_of(norm) != family) continue;
    const std::vector<Json> runs = rows_where(rows, "norm", norm);
    const std::vector<double> widths = last_widths(runs).end;
    return {name_of_norm(norm), widths, runs.size() - widths.size()};
  }
  return {name_of_norm(family)};
}

// How far apart two groups of widths are, as a factor of at least 1.
double distance(const Group& a, const Group& b) {
  return std::exp(std::abs(compare_ratio(a, b).difference()));
}

// Alike: not clearly different, and less apart than each of the two is from none. Clearly different but
// nearer to each other than to none is alike in part.
Answer alike_answer(const Group& bn, const Group& gn, const Group& none) {
  const Comparison from_bn = compare_ratio(bn, none), from_gn = compare_ratio(gn, none);
  const auto level = [](const Comparison& c) {
    return excludes(c, Verdict::lower) && excludes(c, Verdict::higher);
  };
  if (level(from_bn) && level(from_gn)) return Answer::no;
  if (!from_bn.clear() || !from_gn.clear())
    return from_bn.clear() || from_gn.clear() ? Answer::partly : Answer::unsettled;
  const double between = distance(bn, gn);
  const bool nearer = between < distance(bn, none) && between < distance(gn, none);
  const Comparison from_bn_to_gn = compare_ratio(bn, gn);
  if (!nearer || from_bn_to_gn.clear()) return Answer::partly;
  return from_bn_to_gn.verdict == Verdict::within_spread ? Answer::yes : Answer::unsettled;
}

std::string distribution_claim(const std::vector<Json>& rows) {
  const Group bn = end_widths(rows, "bn"), gn = end_widths(rows, "gn"), none = end_widths(rows, "none");
  Claim claim;
  claim.published =
      "over training the distribution of a deep layer's features before the norm moves alike with batch norm "
      "and with group norm, and quite otherwise without normalization (Wu and He, 2018; VGG-16 on ImageNet).";
  for (const Group* group : {&bn, &gn, &none}) {
    if (!group->values.empty()) continue;
    claim.here = absence_text(*group);
    return claim_text(claim);
  }
  claim.answer = alike_answer(bn, gn, none);
  claim.here = "by the width of the last norm's input at the end, " + ratio_text(none, bn) + "; " +
               ratio_text(none, gn) + "; between them, " + ratio_text(bn, gn);
  return claim_text(claim);
}

std::string growth_text(const std::vector<Json>& rows) {
  std::vector<std::string> parts;
  for (const Json& norm : distinct(rows, "norm")) {
    const std::vector<double> growth = last_widths(rows_where(rows, "norm", norm)).growth;
    if (!growth.empty()) parts.push_back(name_of_norm(norm) + " " + ratio_cell(growth));
  }
  return "From the start to the end of training the width of the last norm's input changes by a factor of " +
         list_text(parts) + ".";
}

std::vector<double> at_step(const Json& by_step, bool last) {
  return list_of({{"list", last ? by_step.back() : by_step.front()}}, "list");
}

bool usable(const std::vector<double>& values) {
  return !values.empty() &&
         std::all_of(values.begin(), values.end(), [](double x) { return std::isfinite(x) && x > 0; });
}

// How the groups of the drawn run move, and how far apart they end.
std::string groups_text(const Json& run) {
  std::vector<std::string> moves;
  double widest = 1;
  std::size_t where = 0;
  const Json& layers = run.at("layers");
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const Json& sd = layers[i].at("sd");
    if (sd.empty()) continue;
    const std::vector<double> first = at_step(sd, false), last = at_step(sd, true);
    if (!usable(first) || !usable(last)) continue;
    moves.push_back(significant(geometric_mean(last) / geometric_mean(first), 2));
    const auto [low, high] = std::minmax_element(last.begin(), last.end());
    if (*high / *low > widest) {
      widest = *high / *low;
      where = i + 1;
    }
  }
  if (moves.empty()) return "";
  const std::string apart = where == 0 ? ""
                                       : " At the end the groups of one norm differ by up to a factor of " +
                                             significant(widest, 2) + " (norm " + text(where) + ").";
  return "In the run that is drawn (" + name_of_norm(run.at("norm")) + ", seed " +
         text(run.at("seed").get<std::size_t>()) +
         ") the standard deviation of the groups changes by a factor, from the first norm to the last, of " +
         list_text(moves) + " (geometric mean over the groups)." + apart;
}

std::string affine_text(const Json& run) {
  std::vector<std::string> parts;
  for (const char* key : {"gamma", "beta"}) {
    double low = 0, high = 0;
    bool found = false;
    for (const Json& layer : run.at("layers")) {
      if (layer.at(key).empty()) continue;
      const std::vector<double> last = at_step(layer.at(key), true);
      low = found ? std::min(low, last.front()) : last.front();
      high = found ? std::max(high, last.back()) : last.back();
      found = true;
    }
    if (found) parts.push_back(std::string(key) + " between " + fixed(low, 2) + " and " + fixed(high, 2));
  }
  return parts.empty() ? "" : "There, over all norms and channels, " + list_text(parts) + " at the end.";
}

}  // namespace

std::vector<std::string> group_statistics_findings(const std::vector<Json>& rows) {
  if (std::none_of(rows.begin(), rows.end(), has_finished))
    return {"No run ended well, so there is nothing to compare."};
  std::vector<std::string> findings;
  if (!too_few_seeds(seeds_in(rows))) findings.push_back(distribution_claim(rows));
  findings.push_back(growth_text(rows));
  const Json* run = watched_run(rows);
  if (run == nullptr) {
    findings.push_back(name_of_norm(rows.front().at("norm")) +
                       " has no run that ended well, so that there are no groups to draw.");
    return findings;
  }
  for (const std::string& finding : {groups_text(*run), affine_text(*run)}) {
    if (!finding.empty()) findings.push_back(finding);
  }
  return findings;
}

std::vector<std::string> group_statistics_notes() {
  return {how_findings_are_made(),
          "Means and standard deviations are those of a norm's input, over the channels of a group and all "
          "positions, averaged over the samples of a step; the variance is the biased one, without eps. "
          "Group and instance norm have groups of their own; of the other normalizers, which have none, as "
          "many parts of neighbouring channels are taken as divide both 8 and the channels.",
          "Percentiles are over all elements of a step's input to the norm (above " +
              text(Percentiles::sample) +
              " elements, over so many spread evenly among them); where there is no norm, over the input of "
              "the place where it would stand. The width at the end is the mean over the last tenth of the "
              "looks. Verdicts compare the logarithms of widths between seeds.",
          "The shown image goes through the trained net in evaluation mode, alone. A seed decides the "
          "initial weights and the order of the images; it is the same for all normalizers."};
}

}  // namespace gg::lab
