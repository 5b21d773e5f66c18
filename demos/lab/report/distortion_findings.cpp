#include "demos/lab/report/distortion_findings.hpp"

#include <algorithm>
#include <optional>

#include "demos/lab/measure/statistics.hpp"
#include "demos/lab/report/claim.hpp"
#include "demos/lab/report/lists.hpp"
#include "demos/lab/report/stability.hpp"
#include "demos/lab/report/verdict_clause.hpp"
#include "demos/lab/text.hpp"
#include "demos/lab/train/distortion.hpp"

namespace gg::lab {
namespace {

// The rises of two normalizers under one distortion; nothing if either has none.
std::optional<Comparison> duel(const DistortedRuns& runs, const std::string& from, const std::string& to,
                               const std::string& distortion) {
  const Group a = runs.rise_group(from, distortion), b = runs.rise_group(to, distortion);
  if (a.values.empty() || b.values.empty()) return std::nullopt;
  return compare(a, b);
}

std::string path_text(const Comparison& c) {
  return with_sign(c.from, 2) + " to " + with_sign(c.to, 2) + ": " + evidence(c);
}

std::string with_numbers(const std::string& distortion, const std::string& numbers) {
  return name_of_distortion(distortion) + " (" + numbers + ")";
}

void add_effects(const DistortedRuns& runs, Sentences& out) {
  for (const auto& norm : runs.norms()) {
    const Group calm = runs.error_group(norm, "none");
    ByVerdict effects;
    for (const auto& distortion : runs.distortions()) {
      const Group own = runs.error_group(norm, distortion);
      if (distortion == "none" || calm.values.empty() || own.values.empty()) continue;
      const Comparison c = compare(calm, own);
      effects.add(c.verdict, with_numbers(distortion, with_sign(c.difference(), 2) + failures_text(c)));
    }
    if (!effects.empty())
      out.push_back(name_of_norm(norm) + "'s error (" + fixed(mean(calm.values), 2) +
                    " % undistorted; changes in points) " + effects.clauses("with") + ".");
  }
}

void add_duels(const DistortedRuns& runs, Sentences& out) {
  for (const auto& bn : norms_of_family(runs.norms(), "bn")) {
    for (const auto& gn : norms_of_family(runs.norms(), "gn")) {
      ByVerdict duels;
      for (const auto& distortion : runs.distortions()) {
        const auto c = distortion == "none" ? std::nullopt : duel(runs, bn, gn, distortion);
        if (c) duels.add(c->verdict, with_numbers(distortion, path_text(*c)));
      }
      if (!duels.empty())
        out.push_back("The rise of " + name_of_norm(gn) + "'s error, held against that of " +
                      name_of_norm(bn) + "'s, " + duels.clauses("with") + ".");
    }
  }
}

// Whether the rise goes, from one family to the other, the way that was published.
void add_claim(const DistortedRuns& runs, const std::string& from_family, const std::string& to_family,
               const std::vector<std::string>& distortions, Verdict way, const std::string& published,
               Sentences& out) {
  std::vector<Answer> answers;
  Sentences parts;
  for (const auto& from : norms_of_family(runs.norms(), from_family)) {
    for (const auto& to : norms_of_family(runs.norms(), to_family)) {
      for (const auto& distortion : distortions) {
        const auto c = duel(runs, from, to, distortion);
        if (!c) continue;
        answers.push_back(answer_to(*c, way));
        parts.push_back("with " + name_of_distortion(distortion) + " " +
                        comparison_text(runs.rise_group(from, distortion), runs.rise_group(to, distortion),
                                        "points", ""));
      }
    }
  }
  if (!answers.empty())
    out.push_back(
        claim_text({published, joint_answer(answers), "rise of the error in points: " + joined(parts)}));
}

void add_claims(const DistortedRuns& runs, Sentences& out) {
  const std::string source = " (Gunawan, Yin and Zhang, 2022, arXiv 2207.01972; VGG-11 on CIFAR-10, ";
  add_claim(runs, "bn", "gn", {"small", "big"}, Verdict::higher,
            "group norm is more sensitive to noise after the norm than batch norm" + source +
                "validation accuracy: small noise takes GN from 80.79 % to 79.60 % at a learning rate of "
                "1e-4 and to 10.00 % at 1e-3, where BN has 82.07 % with small noise and 80.56 % with big).",
            out);
  add_claim(runs, "bn", "gn", {"dropout:0.3"}, Verdict::higher,
            "group norm is more sensitive to a regularizer's distortion than batch norm" + source +
                "validation accuracy with dropout 0.3: BN 86.07 %, GN 84.59 %, no norm 82.48 %).",
            out);
  add_claim(runs, "gn", "gnplus", {"small"}, Verdict::lower,
            "the layer proposed there bears noise better than group norm" + source +
                "validation accuracy with small noise: 83.06 % against at most 79.60 %).",
            out);
}

void add_failures(const DistortedRuns& runs, Sentences& out) {
  Failures failures;
  for (const auto& norm : runs.norms()) {
    for (const auto& distortion : runs.distortions())
      failures.add(name_of_norm(norm) + " with " + name_of_distortion(distortion),
                   runs.failed(norm, distortion));
  }
  failures.tell(out);
}

bool any_ended_well(const DistortedRuns& runs) {
  for (const auto& norm : runs.norms()) {
    for (const auto& distortion : runs.distortions()) {
      if (!runs.errors(norm, distortion).empty()) return true;
    }
  }
  return false;
}

}  // namespace

std::vector<std::string> distortion_findings(const DistortedRuns& runs) {
  Sentences out;
  if (!any_ended_well(runs)) {
    out.push_back("No run ended well, so there is no error to show.");
  } else if (!too_few_seeds(runs.seeds())) {
    add_effects(runs, out);
    add_duels(runs, out);
    add_claims(runs, out);
  }
  add_failures(runs, out);
  return out;
}

}  // namespace gg::lab
