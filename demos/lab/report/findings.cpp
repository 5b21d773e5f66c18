#include "demos/lab/report/findings.hpp"

#include <algorithm>

#include "core/check.hpp"
#include "demos/lab/report/findings_parts.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {

void add_failures(const StabilityGrid& grid, Sentences& out) {
  const auto add = [&](const std::string& what, const auto& count_at) {
    std::vector<std::string> places;
    std::size_t total = 0;
    for (const auto& norm : grid.norms()) {
      for (int batch : grid.batches()) {
        const std::size_t count = count_at(norm, batch);
        if (count > 0)
          places.push_back(name_of_norm(norm) + " at batch " + text(batch) + " (" + text(count) + ")");
        total += count;
      }
    }
    if (total == 0) return;
    out.push_back(text(total) + " of " + count_text(grid.cells().size(), "run") + " " + what + ": " +
                  list_text(places) + ". They have no part in the means.");
  };
  add("diverged", [&](const std::string& norm, int batch) { return grid.diverged(norm, batch); });
  add("crashed", [&](const std::string& norm, int batch) { return grid.crashed(norm, batch); });
}

void add_protocol(const StabilityGrid& grid, Sentences& out) {
  if (grid.protocol() != Protocol::one_class || grid.batches().size() < 2) return;
  out.push_back(
      "Each normalization batch holds one class, so a smaller one mixes more classes into a step. That alone "
      "changes the gradients of every normalizer: compare normalizers at one batch; a change from batch to "
      "batch is not the normalizer's alone.");
}

std::vector<std::string> stability_findings(const StabilityGrid& grid) {
  const auto ended_well = [](const StabilityCell& cell) { return !cell.diverged && !cell.crashed; };
  Sentences out;
  if (!grid.cells().empty() && std::none_of(grid.cells().begin(), grid.cells().end(), ended_well))
    out.push_back("No run ended well, so there is no error to show.");
  add_protocol(grid, out);
  add_changes(grid, out);
  add_duels(grid, out);
  add_best(grid, out);
  add_paper(grid, out);
  add_failures(grid, out);
  return out;
}

std::string how_findings_are_made() {
  return "Findings are computed from the results: d is a difference over the pooled standard deviation of "
         "the seeds; \"clearly\" means |d| of at least 1 and a two-sided t-test at 5 %, each pair on its "
         "own; fewer than three seeds conclude nothing. What was published is answered with \"yes\" where "
         "the runs differ clearly that way; \"no\" where they exclude even d = 1 that way (a one-sided "
         "t-test at 5 %, one half of a test of equivalence; with five seeds a side it takes a d of 0.2 or "
         "more the other way); \"not settled\" where they show neither; \"partly\" where a part of it shows "
         "and another does not, or is not settled.";
}

}  // namespace gg::lab
