#include "demos/lab/probe/probe_table.hpp"

#include "core/check.hpp"
#include "demos/lab/probe/activation_spread.hpp"
#include "demos/lab/probe/affine.hpp"
#include "demos/lab/probe/dead_units.hpp"
#include "demos/lab/probe/gradient_changes.hpp"
#include "demos/lab/probe/gradient_norms.hpp"
#include "demos/lab/probe/group_statistics.hpp"
#include "demos/lab/probe/percentiles.hpp"
#include "demos/lab/probe/update_ratios.hpp"

namespace gg::lab {
namespace {

template <class P>
std::unique_ptr<Probe> make(std::size_t every) {
  return std::make_unique<P>(every);
}

}  // namespace

// A new probe is a row here.
const std::vector<ProbeEntry>& probe_table() {
  static const std::vector<ProbeEntry> table = {
      {"group_statistics", "mean and standard deviation of each group of a normalizer's input",
       make<GroupStatistics>},
      {"percentiles", "1st, 20th, 80th and 99th percentile of a normalizer's input", make<Percentiles>},
      {"affine", "gamma and beta of each normalizer", make<Affine>},
      {"gradient_norms", "norm of each parameter's gradient", make<GradientNorms>},
      {"gradient_changes", "change of each gradient from one step to the next, and its cosine",
       make<GradientChanges>},
      {"update_ratios", "length of each parameter's update over its own", make<UpdateRatios>},
      {"dead_units", "share of each ReLU's channels that are zero throughout the batch", make<DeadUnits>},
      {"activation_spread",
       "mean cosine between the samples' activations behind each ReLU, and their stable rank",
       make<ActivationSpread>},
  };
  return table;
}

std::unique_ptr<Probe> make_probe(const std::string& name, std::size_t every) {
  std::string known;
  for (const ProbeEntry& entry : probe_table()) {
    if (entry.name == name) return entry.make(every);
    known += "\n  " + entry.name + ": " + entry.description;
  }
  fail_with("probe: unknown probe '", name, "'; there are", known);
}

}  // namespace gg::lab
