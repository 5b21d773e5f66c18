#include "demos/lab/report/seed_curves.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace gg::lab {
namespace {

// The values at each step, and the number of runs that measured at all.
struct Points {
  std::size_t runs = 0;
  std::map<double, std::vector<double>> values;
};

Points points_of(const std::vector<Json>& runs, const std::string& key, bool positive) {
  Points points;
  for (const Json& run : runs) {
    const std::vector<double> at = list_of(run, "at"), values = list_of(run, key);
    if (values.empty()) continue;
    ++points.runs;
    for (std::size_t i = 0; i < std::min(at.size(), values.size()); ++i) {
      const bool shown = std::isfinite(values[i]) && (!positive || values[i] > 0);
      if (shown) points.values[at[i]].push_back(positive ? std::log(values[i]) : values[i]);
    }
  }
  return points;
}

}  // namespace

std::vector<double> list_of(const Json& row, const std::string& key) {
  std::vector<double> values;
  if (!row.contains(key)) return values;
  for (const Json& value : row.at(key))
    values.push_back(value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN());
  return values;
}

void SeedCurves::add(const std::vector<Json>& runs, const std::string& key, const std::string& series,
                     const std::string& panel) {
  const Points points = points_of(runs, key, averaged_ == Averaged::by_logarithm);
  for (const auto& [step, values] : points.values) {
    if (values.size() < points.runs) continue;
    step_.push_back(step);
    band_.push_back(values);
    series_.push_back(series);
    panel_.push_back(panel);
    seeds_.add(values.size());
  }
}

std::string SeedCurves::seeds_text() const {
  const std::string words = seeds_.text();
  if (averaged_ == Averaged::plainly || words.rfind("mean", 0) != 0) return words;
  return "geometric " + words + " of the logarithm";
}

void SeedCurves::draw_into(Chart& chart) const {
  Band band = band_;
  if (averaged_ == Averaged::by_logarithm) {
    chart.y.scale = Scale::log10;
    for (Numbers* column : {&band.mean, &band.low, &band.high}) {
      for (double& value : *column) value = std::exp(value);
    }
  }
  chart.columns = {{"step", step_},     {"value", band.mean}, {"low", band.low},
                   {"high", band.high}, {"series", series_},  {"panel", panel_}};
  chart.mark = LineWithBand{"step", "value", "low", "high", "series"};
}

}  // namespace gg::lab
