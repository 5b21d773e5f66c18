// A training at one of several learning rates, and what it leaves in its row for report/rate_bands.hpp.
#pragma once

#include "demos/lab/json.hpp"
#include "demos/lab/train/trainer.hpp"

namespace gg::lab {

// Trains the net and returns its training_row with the lists "losses" and "changes" and the numbers "planned"
// and "every", see rate_bands.hpp: of the mini-batch's loss, and of the change of the gradient of the last
// linear layer's weight. At most 2000 values each. The training has at least 2 steps.
Json train_for_band(Module& net, const Dataset& data, const TrainOptions& training,
                    const StepCallback& after_step);

}  // namespace gg::lab
