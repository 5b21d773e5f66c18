#include "demos/lab/probe/probe_row.hpp"

#include <algorithm>
#include <map>

#include "core/check.hpp"
#include "demos/lab/rounding.hpp"

namespace gg::lab {
namespace {

// The records of one quantity by layer, layers as they first appear.
struct Recorded {
  std::vector<std::string> layers;
  std::map<std::string, Series> series;

  Recorded(const Probe& probe, const std::string& quantity) {
    for (const ProbeRecord& record : probe.records()) {
      if (record.quantity != quantity) continue;
      Series& own = series[record.layer];
      if (own.steps.empty()) layers.push_back(record.layer);
      own.steps.push_back(record.step);
      own.values.push_back(record.values);
    }
  }
  bool has(const std::string& layer) const { return series.count(layer) > 0; }
};

std::string owner_of(const std::string& parameter) {
  const auto dot = parameter.rfind('.');
  return dot == std::string::npos ? "" : parameter.substr(0, dot);
}

std::vector<std::string> weighty_layers(const Recorded& recorded, Module& net) {
  std::vector<std::string> layers;
  for (const auto& [name, parameter] : net.named_parameters()) {
    if (parameter.dim() < 2) continue;
    const std::string owner = owner_of(name), layer = !owner.empty() && recorded.has(owner) ? owner : name;
    if (recorded.has(layer)) layers.push_back(layer);
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
    const Recorded recorded(probe, quantity.name);
    if (recorded.layers.empty()) continue;
    const std::vector<std::size_t> at = recorded.series.at(recorded.layers.front()).steps;
    Json places = Json::array();
    const auto add = [&](const std::string& place, const std::string& layer) {
      const Series& series = recorded.series.at(layer);
      if (series.steps == at) places.push_back({{"place", place}, {"values", values_of(series)}});
    };
    if (recorded.has("")) add("whole net", "");
    const auto layers = entry.place == "layer" ? weighty_layers(recorded, net) : recorded.layers;
    for (std::size_t i = 0; i < layers.size(); ++i) add(entry.place + " " + text(i + 1), layers[i]);
    all.push_back({{"quantity", quantity.name}, {"at", at}, {"places", places}});
  }
  return all;
}

}  // namespace gg::lab
