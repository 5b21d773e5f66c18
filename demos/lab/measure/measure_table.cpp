#include "demos/lab/measure/measure_table.hpp"

namespace gg::lab {

// A new measure is a row here.
const std::vector<MeasureEntry>& measure_table() {
  static const std::vector<MeasureEntry> table = {
      {"loss_variation", "along_gradient.hpp",
       "smallest and largest loss at steps of 1/2 to 4 learning rates along the gradient", "loss",
       "1805.11604"},
      {"gradient_predictiveness", "along_gradient.hpp",
       "smallest and largest distance of the gradients at these steps from the one at the start", "gradient",
       "1805.11604"},
      {"effective_beta_smoothness", "along_gradient.hpp", "largest such distance over the length of the step",
       "loss / parameter^2", "1805.11604"},
      {"sharpness", "sharpness.hpp", "largest eigenvalue of the Hessian", "loss / parameter^2", "2103.00065"},
      {"critical_sharpness", "critical_sharpness.hpp",
       "2 over the smallest step along the update that raises the loss", "1 / step", "2601.16979"},
      {"gradient_noise", "noise_scale.hpp",
       "variance of a sample's gradient over the squared length of the mean gradient", "samples",
       "1812.06162"},
      {"gradient_change", "gradient_change.hpp",
       "distance of a step's gradient from the one before, absolute and relative, and their cosine",
       "gradient", "2207.01972"},
      {"rate_band", "rate_band.hpp",
       "mean over steps of largest minus smallest value over several learning rates", "of the curve",
       "2207.01972"},
      {"gradient_norm_variation", "norm_variation.hpp",
       "standard deviation over mean of the gradient norms in a window of steps", "", ""},
      {"spike_rate", "spikes.hpp", "share of steps with a loss above running median + 5 MAD", "", ""},
      {"seed_spread", "seed_spread.hpp", "standard deviation and range of the final error over seeds",
       "error", ""},
      {"divergence_count", "curves.hpp", "trainings with a loss that is NaN or infinite", "trainings", ""},
      {"largest_stable_rate", "stable_rate.hpp",
       "largest learning rate at which the loss of every seed ends below its start", "learning rate", ""},
  };
  return table;
}

}  // namespace gg::lab
