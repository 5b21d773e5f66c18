#include <algorithm>
#include <optional>

#include "core/check.hpp"
#include "demos/lab/measure/statistics.hpp"
#include "demos/lab/report/findings_parts.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

// Adds a sentence on the two normalizers, or if there are too few seeds at every batch, the second one's
// name to `untold_everywhere`.
void add_duel(const StabilityGrid& grid, const std::string& bn, const std::string& gn, Sentences& out,
              std::vector<std::string>& untold_everywhere) {
  std::vector<std::string> bn_wins, gn_wins, ties, untold, incomplete;
  for (int batch : grid.batches()) {
    const Group a = grid.group(bn, batch), b = grid.group(gn, batch);
    if (a.values.empty() || b.values.empty()) continue;
    const Comparison c = compare(a, b);
    const std::string item = "batch " + text(batch) + " (" + evidence(c) + ")";
    (c.verdict == Verdict::higher       ? bn_wins
     : c.verdict == Verdict::lower      ? gn_wins
     : c.verdict == Verdict::too_few    ? untold
     : c.verdict == Verdict::incomplete ? incomplete
                                        : ties)
        .push_back(item);
  }
  const std::string bn_name = name_of_norm(bn), gn_name = name_of_norm(gn);
  if (bn_wins.size() + gn_wins.size() + ties.size() + incomplete.size() == 0) {
    if (!untold.empty()) untold_everywhere.push_back(gn_name);
    return;
  }
  Sentences parts;
  if (!bn_wins.empty()) parts.push_back(bn_name + " is clearly better at " + list_text(bn_wins));
  if (!gn_wins.empty()) parts.push_back(gn_name + " is clearly better at " + list_text(gn_wins));
  if (!ties.empty()) parts.push_back("there is no clear difference at " + list_text(ties));
  if (!untold.empty()) parts.push_back("there are too few seeds to tell at " + list_text(untold));
  if (!incomplete.empty())
    parts.push_back("runs failed, so that nothing can be told, at " + list_text(incomplete));
  out.push_back(gn_name + "'s error less " + bn_name + "'s: " + joined(parts) + ".");
}

// The normalizer with the lowest mean error of those of which no run failed, and how it stands to the others.
struct Winner {
  std::string norm;
  std::string standing;
};

std::optional<Winner> winner_at(const StabilityGrid& grid, int batch) {
  std::vector<std::string> norms, unranked;
  for (const auto& norm : grid.norms()) {
    const Group group = grid.group(norm, batch);
    if (group.failed > 0) {
      unranked.push_back(group.name + " (" + text(group.failed) + " of " +
                         count_text(group.failed + group.values.size(), "run") + " failed)");
    } else if (!group.values.empty()) {
      norms.push_back(norm);
    }
  }
  if (norms.size() < 2) return std::nullopt;
  std::stable_sort(norms.begin(), norms.end(), [&](const auto& a, const auto& b) {
    return mean(grid.errors(a, batch)) < mean(grid.errors(b, batch));
  });
  std::vector<std::string> level;
  std::size_t told = 0;
  for (std::size_t i = 1; i < norms.size(); ++i) {
    const Comparison c = compare(grid.group(norms[0], batch), grid.group(norms[i], batch));
    told += c.verdict != Verdict::too_few;
    if (!c.clear()) level.push_back(name_of_norm(norms[i]));
  }
  const std::string left_out = unranked.empty() ? "" : ", " + list_text(unranked) + " left out";
  if (told == 0) return Winner{norms[0], "with too few seeds to tell" + left_out};
  const std::string standing =
      level.empty() ? "clearly ahead of all others" : "not clearly ahead of " + list_text(level);
  return Winner{norms[0], standing + left_out};
}

}  // namespace

void add_duels(const StabilityGrid& grid, Sentences& out) {
  for (const auto& bn : norms_of_family(grid, "bn")) {
    std::vector<std::string> untold;
    for (const auto& gn : norms_of_family(grid, "gn")) add_duel(grid, bn, gn, out, untold);
    if (untold.empty()) continue;
    out.push_back(name_of_norm(bn) + " against " + list_text(untold) +
                  ": too few seeds to tell which is better at any batch.");
  }
}

void add_best(const StabilityGrid& grid, Sentences& out) {
  std::vector<Winner> winners;  // one for each run of batches with the same outcome
  std::vector<std::vector<std::string>> places;
  for (int batch : grid.batches()) {
    const auto winner = winner_at(grid, batch);
    if (!winner) continue;
    if (winners.empty() || winners.back().norm != winner->norm ||
        winners.back().standing != winner->standing) {
      winners.push_back(*winner);
      places.emplace_back();
    }
    places.back().push_back("batch " + text(batch) + " (" + fixed(mean(grid.errors(winner->norm, batch)), 2) +
                            " %)");
  }
  if (winners.empty()) return;
  std::string sentence = "Lowest mean error: ";
  for (std::size_t i = 0; i < winners.size(); ++i) {
    sentence += (i ? "; " : "") + name_of_norm(winners[i].norm) + " at " + list_text(places[i]) + ", " +
                winners[i].standing;
  }
  out.push_back(sentence + ".");
}

}  // namespace gg::lab
