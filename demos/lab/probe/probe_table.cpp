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
      {"group_statistics",
       "mean and standard deviation of each group of a normalizer's input",
       "norm",
       {},
       make<GroupStatistics>},
      {"percentiles",
       "1st, 20th, 80th and 99th percentile of a normalizer's input",
       "norm",
       {},
       make<Percentiles>},
      {"affine", "gamma and beta of each normalizer", "norm", {}, make<Affine>},
      {"gradient_norms",
       "length ||g||_2 of the gradient of each parameter, of each layer and of the whole net",
       "layer",
       {{"gradient norm", "||g||", true}},
       make<GradientNorms>},
      {"gradient_changes",
       "distance ||g(t) - g(t-1)||_2 of each parameter's and the whole net's gradient from that of the step "
       "before, the same over ||g(t-1)||_2, and the cosine of the two",
       "layer",
       {{"gradient change", "||g(t) - g(t-1)||", true},
        {"relative change", "||g(t) - g(t-1)|| / ||g(t-1)||", true},
        {"gradient cosine", "cosine of g(t) and g(t-1)"}},
       make<GradientChanges>},
      {"update_ratios",
       "length of the update of each parameter and of the whole net over that of the weights",
       "layer",
       {{"update ratio", "||update|| / ||weights||", true}},
       make<UpdateRatios>},
      {"dead_units",
       "share of each ReLU's channels that are zero throughout the batch",
       "ReLU",
       {{"dead share", "share of channels"}},
       make<DeadUnits>},
      {"activation_spread",
       "mean cosine between the samples' activations behind each ReLU, and their stable rank",
       "ReLU",
       {{"mean cosine", "mean cosine"}, {"stable rank", "stable rank", true}},
       make<ActivationSpread>},
  };
  return table;
}

const ProbeEntry& probe_entry(const std::string& name) {
  std::string known;
  for (const ProbeEntry& entry : probe_table()) {
    if (entry.name == name) return entry;
    known += "\n  " + entry.name + ": " + entry.description;
  }
  fail_with("probe: unknown probe '", name, "'; there are", known);
}

std::unique_ptr<Probe> make_probe(const std::string& name, std::size_t every) {
  return probe_entry(name).make(every);
}

}  // namespace gg::lab
