#include "demos/lab/probe/norm_watch.hpp"

#include "demos/lab/measure/statistics.hpp"
#include "demos/lab/rounding.hpp"

namespace gg::lab {
namespace {

// What `shown` makes of the values of each step, as a list; empty where the probe has none of that layer.
template <class F>
Json lists_of(const Probe& probe, const std::string& layer, const std::string& quantity, F&& shown) {
  Json lists = Json::array();
  for (const ProbeRecord& record : probe.records()) {
    if (record.layer == layer && record.quantity == quantity) lists.push_back(rounded(shown(record.values)));
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
  const auto all = [](const std::vector<double>& values) { return values; };
  Json layers = Json::array();
  for (const std::string& layer : layers_of(percentiles_, "percentiles")) {
    layers.push_back({{"mean", lists_of(groups_, layer, "average mean", all)},
                      {"sd", lists_of(groups_, layer, "average sd", all)},
                      {"percentiles", lists_of(percentiles_, layer, "percentiles", all)},
                      {"gamma", lists_of(affine_, layer, "gamma", quartiles)},
                      {"beta", lists_of(affine_, layer, "beta", quartiles)}});
  }
  return layers;
}

}  // namespace gg::lab
