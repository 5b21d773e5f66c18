#include "demos/lab/train/swap.hpp"

#include <algorithm>

#include "core/check.hpp"

namespace gg::lab {

bool operator==(const Swap& a, const Swap& b) { return a.from == b.from && a.to == b.to; }

Swap swap_named(const std::string& text, const std::vector<std::string>& norms) {
  const std::size_t slash = text.find('/');
  GG_CHECK(slash != std::string::npos && text.find('/', slash + 1) == std::string::npos,
           "--swaps: expected two of --norms with a slash between them, as in bn/none, got ", text);
  const Swap swap = {text.substr(0, slash), text.substr(slash + 1)};
  for (const std::string& norm : {swap.from, swap.to}) {
    GG_CHECK(std::find(norms.begin(), norms.end(), norm) != norms.end(), "--swaps: ", text,
             ": expected two of --norms, got '", norm, "'");
  }
  return swap;
}

std::vector<Swap> all_swaps(const std::vector<std::string>& norms) {
  std::vector<Swap> swaps;
  for (const std::string& from : norms) {
    for (const std::string& to : norms) {
      if (from != "none" || to != "none") swaps.push_back({from, to});
    }
  }
  return swaps;
}

void check_has_weights_of(Module& plain, Module& net, const std::string& norm) {
  const NamedTensors all = net.named_parameters();
  for (const auto& [name, weight] : plain.named_parameters()) {
    const bool there =
        std::any_of(all.begin(), all.end(), [&, &wanted = name, &shape = weight.shape()](const auto& entry) {
          return entry.first == wanted && entry.second.shape() == shape;
        });
    GG_CHECK(there, "--swaps: a swap keeps the weights, and with ", norm, " there is no ", name, " ",
             weight.shape());
  }
}

void swap_norms(Trainer& trainer, Module& next, Module& plain) {
  const NamedTensors weights = plain.named_parameters();
  trainer.replace_net(next, [&](const std::string& name) {
    return std::any_of(weights.begin(), weights.end(), [&](const auto& w) { return w.first == name; });
  });
}

}  // namespace gg::lab
