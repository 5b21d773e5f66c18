// What a training at one of several learning rates leaves in its row, for report/rate_bands.hpp.
#pragma once

#include "demos/lab/json.hpp"
#include "demos/lab/probe/gradient_changes.hpp"
#include "demos/lab/train/trainer.hpp"

namespace gg::lab {

// Adds the lists "losses" and "changes" and the numbers "planned" and "every", see rate_bands.hpp: of the
// mini-batch's loss, and of the change of the gradient of the last linear layer's weight, which `changes` has
// watched at every step. At most 2000 values each.
void add_band(Json& row, const TrainRecord& record, const GradientChanges& changes, Module& net,
              std::size_t steps);

}  // namespace gg::lab
