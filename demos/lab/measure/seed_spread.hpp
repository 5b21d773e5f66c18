// How much the outcome depends on the seed.
#pragma once

#include <optional>
#include <vector>

#include "demos/lab/measure/statistics.hpp"

namespace gg::lab {

struct SeedSpread {
  std::optional<Summary> ended;  // final errors of the runs that ended well; nothing when all diverged
  std::size_t diverged = 0;      // the others: counted, not dropped

  double range() const { return ended ? ended->max - ended->min : 0; }
};

// Of the final errors (in percent, or any unit) of the same training with different seeds; nothing stands for
// a run that diverged. Throws Error for no run at all, and for an error that is not finite.
SeedSpread seed_spread(const std::vector<std::optional<double>>& final_errors);

}  // namespace gg::lab
