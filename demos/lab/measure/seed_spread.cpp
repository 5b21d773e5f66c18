#include "demos/lab/measure/seed_spread.hpp"

#include "core/check.hpp"

namespace gg::lab {

SeedSpread seed_spread(const std::vector<std::optional<double>>& final_errors) {
  GG_CHECK(!final_errors.empty(), "seed_spread: expected at least one run, got none");
  std::vector<double> errors;
  for (const auto& error : final_errors) {
    if (error) errors.push_back(*error);
  }
  SeedSpread spread;
  spread.diverged = final_errors.size() - errors.size();
  if (!errors.empty()) spread.ended = summarize(errors);
  return spread;
}

}  // namespace gg::lab
