#include "demos/lab/probe/norm_watch.hpp"

#include "demos/lab/measure/statistics.hpp"
#include "demos/lab/rounding.hpp"

namespace gg::lab {
namespace {

// The entries of a probe as a list of lists, empty where it has none of that layer.
Json lists_of(const Probe& probe, const std::string& layer, const std::string& quantity) {
  Json lists = Json::array();
  for (const ProbeRecord& record : probe.records()) {
    if (record.layer == layer && record.quantity == quantity) lists.push_back(rounded(record.values));
  }
  return lists;
}

// What each step has of many channels, in so many numbers as a chart can show.
Json quartiles_of(const Probe& probe, const std::string& layer, const std::string& quantity) {
  Json lists = Json::array();
  for (const ProbeRecord& record : probe.records()) {
    if (record.layer == layer && record.quantity == quantity)
      lists.push_back(rounded(quartiles(record.values)));
  }
  return lists;
}

}  // namespace

NormWatch::NormWatch(Trainer& trainer, std::size_t every, std::size_t groups)
    : groups_(every, groups), percentiles_(every), affine_(every) {
  for (Probe* probe : std::initializer_list<Probe*>{&groups_, &percentiles_, &affine_}) trainer.watch(*probe);
}

Json NormWatch::at() const {
  GG_CHECK(!percentiles_.records().empty(), "NormWatch: expected a net with normalizers, saw none");
  const std::string first = percentiles_.records().front().layer;
  return series(percentiles_, first, "percentiles").steps;
}

Json NormWatch::layers() const {
  Json layers = Json::array();
  for (const std::string& layer : layers_of(percentiles_, "percentiles")) {
    layers.push_back({{"mean", lists_of(groups_, layer, "average mean")},
                      {"sd", lists_of(groups_, layer, "average sd")},
                      {"percentiles", lists_of(percentiles_, layer, "percentiles")},
                      {"gamma", quartiles_of(affine_, layer, "gamma")},
                      {"beta", quartiles_of(affine_, layer, "beta")}});
  }
  return layers;
}

}  // namespace gg::lab
