// What a results file says of one training.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "demos/lab/json.hpp"
#include "demos/lab/train/trainer.hpp"

namespace gg::lab {

// Losses of single steps as means over `points` equal stretches of the `steps` that were planned (each of at
// least one step): {"images": [...], "loss": [...]}, images being the number seen by the end of the stretch.
// The curve ends at the last stretch that was trained to its end with finite losses.
Json curve_json(const std::vector<double>& losses, std::size_t steps, std::size_t images_per_step,
                std::size_t points);

// Evaluates the net on `test` and gives the row:
//   status             "finished", or "diverged": a training or validation loss was not finite
//   validation_error   percent; validation_loss: mean cross-entropy (both only if finished)
//   images_per_second  of the training, and steps_done
//   curve              as curve_json, 50 points
Json training_row(Module& net, const Images& test, const TrainRecord& record, const TrainOptions& options);

// "error 5.168 %, 9212 images/s"; "diverged"; "crashed: REASON".
std::string describe_training(const Json& row);

}  // namespace gg::lab
