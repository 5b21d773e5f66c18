#include "demos/lab/measure/measure_table.hpp"

#include <algorithm>
#include <cctype>

#include "core/check.hpp"

namespace gg::lab {
namespace {

// "Spike rate" of "spike_rate".
std::string title_of(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
  return name;
}

}  // namespace

// A new measure is a row here.
const std::vector<MeasureEntry>& measure_table() {
  static const std::vector<MeasureEntry> table = {
      {"loss_variation", "along_gradient.hpp",
       "smallest and largest L(theta - eta g), where g is the gradient of the loss L at the weights theta, "
       "and "
       "eta goes from half to four times the learning rate",
       "loss", "1805.11604"},
      {"gradient_predictiveness", "along_gradient.hpp",
       "smallest and largest ||grad L(theta - eta g) - g||_2 for the same eta", "gradient", "1805.11604"},
      {"effective_beta_smoothness", "along_gradient.hpp",
       "largest ||grad L(theta - eta g) - g||_2 / ||eta g||_2 for the same eta", "loss / parameter^2",
       "1805.11604"},
      {"sharpness", "sharpness.hpp",
       "largest eigenvalue of the Hessian, by power iteration on exact Hessian-vector products",
       "loss / parameter^2", "2103.00065"},
      {"critical_sharpness", "critical_sharpness.hpp",
       "2 over the smallest learning rate at which the optimizer's next update raises the loss", "1 / rate",
       "2601.16979"},
      {"gradient_noise", "noise_scale.hpp",
       "variance of a sample's gradient over the squared length of the mean gradient", "samples",
       "1812.06162"},
      {"gradient_change", "gradient_change.hpp",
       "||g(t) - g(t-1)||_2 of a step's gradient g(t) and the one before, the same over ||g(t-1)||_2, and "
       "the "
       "cosine of the two",
       "gradient", "2207.01972"},
      {"rate_band", "rate_band.hpp",
       "at each step the smallest and the largest value over several learning rates; its width is the mean "
       "over the steps of the largest less the smallest",
       "of the curve", "2207.01972"},
      {"gradient_norm_variation", "norm_variation.hpp",
       "standard deviation over mean of the length of the gradient in a window of steps", "", ""},
      {"spike_rate", "spikes.hpp",
       "share of the steps whose loss is above median + 5 MAD (median absolute deviation) of the window of "
       "steps before",
       "", ""},
      {"seed_spread", "seed_spread.hpp",
       "standard deviation, and largest less smallest, of the final error over the seeds", "error", ""},
      {"divergence_count", "curves.hpp", "trainings with a loss that is NaN or infinite", "trainings", ""},
      {"largest_stable_rate", "stable_rate.hpp",
       "largest learning rate at which, for every seed, all losses are finite and the mean of the last ones "
       "is below the first",
       "learning rate", ""},
      {"swap_shock", "swap_shock.hpp",
       "by how much the mean loss of the ten steps behind a change of the net is above that of the ten "
       "before "
       "it, and after how many steps it is below again",
       "loss; steps", ""},
      {"speed_ratio", "cost.hpp",
       "images trained a second over those of another net, both trained in turns in one process: median over "
       "the rounds",
       "", ""},
      {"training_bytes", "cost.hpp",
       "most bytes of arrays at a time in a training step: parameters, gradients, the optimizer's memory and "
       "what the backward pass needs",
       "bytes", ""},
  };
  return table;
}

std::string definitions_of(const std::vector<std::string>& measures) {
  std::string words, known;
  for (const std::string& name : measures) {
    const auto& table = measure_table();
    const auto entry =
        std::find_if(table.begin(), table.end(), [&](const MeasureEntry& one) { return one.name == name; });
    if (entry == table.end()) {
      for (const MeasureEntry& one : table) known += "\n  " + one.name + ": " + one.definition;
      fail_with("measure: unknown measure '", name, "'; there are", known);
    }
    words += (words.empty() ? "" : " ") + title_of(entry->name) + ": " + entry->definition;
    if (!entry->unit.empty()) words += "; unit: " + entry->unit;
    words += entry->source.empty() ? "." : " (arXiv " + entry->source + ").";
  }
  return words;
}

}  // namespace gg::lab
