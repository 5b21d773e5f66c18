#include "demos/lab/probe/probe_row.hpp"

#include <algorithm>

#include "core/check.hpp"
#include "demos/lab/rounding.hpp"

namespace gg::lab {
namespace {

bool has(const std::vector<std::string>& layers, const std::string& layer) {
  return std::find(layers.begin(), layers.end(), layer) != layers.end();
}

std::string owner_of(const std::string& parameter) {
  const auto dot = parameter.rfind('.');
  return dot == std::string::npos ? "" : parameter.substr(0, dot);
}

std::vector<std::string> weighty_layers(const std::vector<std::string>& recorded, Module& net) {
  std::vector<std::string> layers;
  for (const auto& [name, parameter] : net.named_parameters()) {
    if (parameter.dim() < 2) continue;
    const std::string owner = owner_of(name), layer = !owner.empty() && has(recorded, owner) ? owner : name;
    if (has(recorded, layer)) layers.push_back(layer);
  }
  return layers;
}

Json values_of(const Series& series) {
  std::vector<double> values;
  for (const std::vector<double>& one : series.values) values.push_back(one.at(0));
  return rounded(values);
}

}  // namespace

Json probe_json(const ProbeEntry& entry, const Probe& probe, Module& net) {
  Json all = Json::array();
  for (const ProbeQuantity& quantity : entry.quantities) {
    const std::vector<std::string> recorded = layers_of(probe, quantity.name);
    if (recorded.empty()) continue;
    const std::vector<std::size_t> at = series(probe, recorded.front(), quantity.name).steps;
    Json places = Json::array();
    const auto add = [&](const std::string& place, const std::string& layer) {
      const Series seen = series(probe, layer, quantity.name);
      if (seen.steps == at) places.push_back({{"place", place}, {"values", values_of(seen)}});
    };
    if (has(recorded, "")) add("whole net", "");
    const auto layers = entry.place == "layer" ? weighty_layers(recorded, net) : recorded;
    for (std::size_t i = 0; i < layers.size(); ++i) add(entry.place + " " + text(i + 1), layers[i]);
    all.push_back({{"quantity", quantity.name}, {"at", at}, {"places", places}});
  }
  return all;
}

}  // namespace gg::lab
