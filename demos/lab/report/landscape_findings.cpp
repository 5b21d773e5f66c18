#include <algorithm>
#include <cmath>
#include <map>

#include "core/check.hpp"
#include "demos/lab/measure/measure_table.hpp"
#include "demos/lab/measure/sharpness.hpp"
#include "demos/lab/measure/statistics.hpp"
#include "demos/lab/report/findings.hpp"
#include "demos/lab/report/landscape.hpp"
#include "demos/lab/report/lists.hpp"
#include "demos/lab/report/ratio.hpp"
#include "demos/lab/report/rows.hpp"
#include "demos/lab/report/seed_curves.hpp"
#include "demos/lab/report/stability.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

Group medians(const std::vector<Json>& rows, const std::string& norm, const std::string& key) {
  return medians_of(rows_where(rows, "norm", norm), norm, key);
}

// Geometric means over the runs that finished, by optimizer steps done; where all of them have numbers.
std::map<double, double> means_by_step(const std::vector<Json>& runs, const std::string& key) {
  std::map<double, std::vector<double>> values;
  std::size_t finished = 0;
  for (const Json& run : runs) {
    if (!has_finished(run)) continue;
    ++finished;
    const std::vector<double> at = list_of(run, "at"), list = list_of(run, key);
    for (std::size_t i = 0; i < std::min(at.size(), list.size()); ++i) {
      if (std::isfinite(list[i]) && list[i] > 0) values[at[i]].push_back(list[i]);
    }
  }
  std::map<double, double> means;
  for (const auto& [step, list] : values) {
    if (list.size() == finished) means[step] = geometric_mean(list);
  }
  return means;
}

// At how many of the times that both have numbers for, a normalizer's mean is lower than that of none.
struct TimesLower {
  std::size_t lower = 0, times = 0;

  bool nearly_all() const { return times > 0 && 10 * lower >= 9 * times; }
  std::string text() const {
    return times == 0 ? "" : ", lower at " + gg::text(lower) + " of " + count_text(times, "time");
  }
};

TimesLower times_lower(const std::vector<Json>& rows, const std::string& norm, const std::string& key) {
  const auto none = means_by_step(rows_where(rows, "norm", "none"), key),
             own = means_by_step(rows_where(rows, "norm", norm), key);
  TimesLower count;
  for (const auto& [step, value] : own) {
    const auto there = none.find(step);
    if (there == none.end()) continue;
    ++count.times;
    count.lower += value < there->second ? 1 : 0;
  }
  return count;
}

// One normalizer against none, by each of the first `count` measures.
struct AgainstNone {
  std::vector<Answer> lower;  // whether it is, all through training: in its median, and at nearly all times
  std::vector<std::string> parts;

  AgainstNone(const std::vector<Json>& rows, const std::string& norm, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      const LandscapeMeasure& measure = landscape_measures()[i];
      const Group none = medians(rows, "none", measure.key), own = medians(rows, norm, measure.key);
      const TimesLower times = times_lower(rows, norm, measure.key);
      parts.push_back(measure.name + " of " + ratio_text(none, own, measure.unit) + times.text());
      if (none.values.empty() || own.values.empty()) continue;
      const Answer answer = answer_to(compare_ratio(none, own), Verdict::lower);
      lower.push_back(answer == Answer::yes && !times.nearly_all() ? Answer::partly : answer);
    }
  }
};

constexpr std::size_t kAlongGradient = 3;  // the first measures, which the paper has

bool has_norm(const std::vector<Json>& rows, const std::string& norm) {
  return !rows_where(rows, "norm", norm).empty();
}

std::string smoother_claim(const std::vector<Json>& rows) {
  const AgainstNone bn(rows, "bn", kAlongGradient);
  return claim_text(
      {"batch norm makes the landscape smoother: with it, loss and gradient change less along the gradient, "
       "and the effective beta-smoothness is lower, all through training (Santurkar et al., 2018; VGG on "
       "CIFAR-10).",
       joint_answer(bn.lower), joined(bn.parts)});
}

std::string against_none_text(const std::vector<Json>& rows, const std::string& norm) {
  const std::size_t first = norm == "bn" ? kAlongGradient : 0;
  const std::vector<std::string> parts = AgainstNone(rows, norm, landscape_measures().size()).parts;
  return name_of_norm(norm) +
         " against none: " + joined({parts.begin() + static_cast<std::ptrdiff_t>(first), parts.end()}) + ".";
}

// The mean of the last third of a list; nothing where one of its numbers is not finite.
std::optional<double> mean_of_end(const Json& row, const std::string& key) {
  const std::vector<double> values = list_of(row, key);
  if (values.empty()) return std::nullopt;
  const std::size_t third = (values.size() + 2) / 3;
  double sum = 0;
  for (std::size_t i = values.size() - third; i < values.size(); ++i) sum += values[i];
  const double average = sum / static_cast<double>(third);
  return std::isfinite(average) ? std::optional(average) : std::nullopt;
}

std::string unconverged_text(const std::vector<Json>& rows) {
  std::vector<std::string> parts;
  for (const Json& norm : distinct(rows, "norm")) {
    const auto share = unconverged_share(rows_where(rows, "norm", norm));
    if (share && *share > 0) parts.push_back(name_of_norm(norm) + " " + fixed(100 * *share, 0) + " %");
  }
  return parts.empty() ? ""
                       : "Sharpness is a lower bound, since the power iteration did not converge, at so many "
                         "of the looks: " +
                             list_text(parts) + ".";
}

std::string threshold_text(const std::vector<Json>& rows, const LandscapeSetup& setup) {
  const double threshold = sharpness_threshold(setup.lr, setup.momentum);
  std::vector<std::string> parts;
  for (const Json& norm : distinct(rows, "norm")) {
    std::vector<double> shares;
    for (const Json& row : rows_where(rows, "norm", norm)) {
      const auto end = mean_of_end(row, "sharpness");
      if (has_finished(row) && end) shares.push_back(*end / threshold);
    }
    if (!shares.empty()) parts.push_back(name_of_norm(norm) + " " + significant(mean(shares)));
  }
  if (parts.empty()) return "";
  return "Over the last third of training, sharpness as a share of 2 (1 + momentum) / lr = " +
         significant(threshold) + ": " + list_text(parts) +
         " (mean over seeds; at 1 full gradient descent with momentum would be at the edge of stability).";
}

Group noise_group(const std::string& name, const std::vector<Json>& runs, Part part) {
  const std::vector<double> scales = noise_scales_of(runs, part);
  return {name, scales, runs.size() - scales.size()};
}

std::string noise_claim(const std::vector<Json>& rows) {
  std::vector<Answer> answers;
  std::vector<std::string> parts;
  for (const Json& norm : distinct(rows, "norm")) {
    const std::vector<Json> runs = rows_where(rows, "norm", norm);
    const Group first = noise_group("first third", runs, Part::first_third),
                last = noise_group("last third", runs, Part::last_third);
    parts.push_back(name_of_norm(norm) + " " + ratio_text(first, last, " images"));
    if (!first.values.empty() && !last.values.empty())
      answers.push_back(answer_to(compare_ratio(first, last), Verdict::higher));
  }
  return claim_text({"the gradient noise scale grows while a net trains (McCandlish et al., 2018).",
                     joint_answer(answers), joined(parts)});
}

}  // namespace

std::vector<std::string> landscape_findings(const std::vector<Json>& rows, const LandscapeSetup& setup) {
  std::vector<std::string> findings;
  if (std::none_of(rows.begin(), rows.end(), has_finished))
    return {"No run ended well, so there is nothing to compare."};
  const bool too_few = too_few_seeds(seeds_in(rows));
  if (!too_few && has_norm(rows, "none") && has_norm(rows, "bn")) findings.push_back(smoother_claim(rows));
  for (const Json& norm : distinct(rows, "norm")) {
    if (!too_few && has_norm(rows, "none") && norm != "none")
      findings.push_back(against_none_text(rows, norm));
  }
  for (const std::string& finding : {threshold_text(rows, setup), unconverged_text(rows)}) {
    if (!finding.empty()) findings.push_back(finding);
  }
  if (!too_few) findings.push_back(noise_claim(rows));
  return findings;
}

std::vector<std::string> landscape_notes(const LandscapeSetup& setup, std::size_t images,
                                         std::size_t products) {
  return {
      how_findings_are_made(),
      "The loss is the mean cross-entropy of " + text(images) +
          " training images, the same ones all through a training and for all normalizers of a seed, in "
          "training mode and normalized in parts of " +
          text(setup.part) +
          " as the steps are. Running statistics are frozen while looking, and looking leaves no trace "
          "in the training.",
      definitions_of({"loss_variation", "gradient_predictiveness", "effective_beta_smoothness"}) +
          " Loss variation is drawn as the largest less the smallest, gradient change as the largest; eta "
          "takes 8 values. The learning rate is constant, so that the steps are as long at the end as at "
          "the start.",
      definitions_of({"sharpness", "critical_sharpness", "gradient_noise"}) +
          " The power iteration takes at most " + text(products) +
          " products a time; where it did not settle within them the value is a lower bound. The noise is "
          "from gradients over " +
          text(setup.part) + " and over all " + text(images) + " images.",
      "Each run is one number a measure: the median over the times at which it was looked into. A run in "
      "which a measure was mostly not finite has none, and then nothing is concluded of it. \"All "
      "through training\" is lower in that number and at nine of ten times at least. Verdicts compare "
      "the logarithms of those numbers between seeds. Normalizers are compared at the same steps, not at "
      "the same loss; and a normalized net does not change when its weights are scaled, so that lengths "
      "in parameter space (sharpness, beta-smoothness) mean something else there."};
}

}  // namespace gg::lab
