#include "demos/lab/report/rate_bands.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "demos/lab/measure/stable_rate.hpp"
#include "demos/lab/report/rows.hpp"
#include "demos/lab/report/stability.hpp"

namespace gg::lab {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// A diverged training's curve ends with NaN, so that it is known for one.
Curve curve_of(const Json& row, const std::string& key, std::size_t planned) {
  auto curve = row.at(key).get<Curve>();
  if (curve.size() < planned) curve.push_back(nan);
  return curve;
}

std::vector<double> values_at(const std::vector<Curve>& curves, std::size_t t) {
  std::vector<double> values;
  for (const Curve& curve : curves) {
    if (t < finite_steps(curve)) values.push_back(curve[t]);
  }
  return values;
}

Curve mean_curve(const std::vector<Curve>& curves, std::size_t steps) {
  Curve means(steps, nan);
  for (std::size_t t = 0; t < steps; ++t) {
    const std::vector<double> values = values_at(curves, t);
    double sum = 0;
    for (double value : values) sum += value;
    if (!values.empty()) means[t] = sum / static_cast<double>(values.size());
  }
  return means;
}

// curves: by rising rate.
double share_of_slowest_on_top(const std::vector<Curve>& curves, const RateBand& band) {
  std::size_t on_top = 0, compared = 0;
  for (std::size_t t = 0; t < band.high.size(); ++t) {
    if (values_at(curves, t).size() < 2) continue;
    ++compared;
    if (t < finite_steps(curves[0]) && curves[0][t] >= band.high[t]) ++on_top;
  }
  return compared == 0 ? 0 : static_cast<double>(on_top) / static_cast<double>(compared);
}

// rows: one a rate, by rising rate.
SeedBand seed_band(int seed, const std::vector<Json>& rows) {
  std::vector<Curve> losses, changes;
  for (const Json& row : rows) {
    const auto planned = row.at("planned").get<std::size_t>();
    losses.push_back(curve_of(row, "losses", planned));
    changes.push_back(curve_of(row, "changes", planned));
  }
  SeedBand band;
  band.seed = seed;
  band.loss = rate_band(losses);
  band.change = rate_band(changes);
  band.loss_mean = mean_curve(losses, band.loss.low.size());
  band.change_mean = mean_curve(changes, band.change.low.size());
  band.slowest_on_top = share_of_slowest_on_top(losses, band.loss);
  return band;
}

// The row of each rate that did not crash, by rising rate.
std::vector<Json> measured_at(const std::vector<Json>& rows, std::vector<double> rates) {
  std::sort(rates.begin(), rates.end());
  std::vector<Json> found;
  for (double rate : rates) {
    for (const Json& row : rows_where(rows, "lr", rate)) {
      if (row.at("status") != "crashed") found.push_back(row);
    }
  }
  return found;
}

NormBands bands_of(const std::string& norm, const std::vector<Json>& rows, const std::vector<double>& rates) {
  NormBands bands;
  bands.norm = norm;
  for (const Json& seed : distinct(rows, "seed")) {
    const std::vector<Json> of_seed = measured_at(rows_where(rows, "seed", seed), rates);
    bands.diverged += count_of(of_seed, "diverged");
    if (of_seed.size() < rates.size()) {
      ++bands.incomplete;
      continue;
    }
    bands.every = of_seed[0].at("every");
    bands.seeds.push_back(seed_band(seed, of_seed));
  }
  return bands;
}

std::vector<double> areas(const NormBands& bands, RateBand SeedBand::*band) {
  std::vector<double> out;
  for (const SeedBand& seed : bands.seeds) {
    if (std::isfinite((seed.*band).area)) out.push_back((seed.*band).area);
  }
  return out;
}

// Of a run that crashed nobody knows that it would have been stable: it counts as one that was not.
std::vector<RateRun> runs_of(const std::vector<Json>& rows) {
  std::vector<RateRun> runs;
  for (const Json& row : rows) {
    const bool crashed = row.at("status") == "crashed";
    runs.push_back({row.at("lr"), crashed ? Curve{std::nan("")} : end_losses(row)});
  }
  return runs;
}

// How many losses a row's ends hold behind the first; short trainings have fewer than ten.
std::size_t window_of(const std::vector<RateRun>& runs) {
  std::size_t window = 10;
  for (const RateRun& run : runs) {
    if (!diverged(run.losses)) window = std::min(window, run.losses.size() - 1);
  }
  return window;
}

StableRate stable_rate(const std::string& norm, const std::vector<Json>& rows) {
  StableRate found;
  found.norm = norm;
  found.runs = rows.size() - count_of(rows, "crashed");
  if (found.runs == 0) return found;
  std::vector<RateRun> runs = runs_of(rows);
  for (const RateRun& run : runs) found.highest = std::max(found.highest, run.lr);
  const std::size_t window = window_of(runs);
  found.stable = largest_stable_rate(runs, window);
  for (RateRun& run : runs) run.losses[0] /= 2;
  found.learning = largest_stable_rate(runs, window);
  return found;
}

}  // namespace

std::vector<NormBands> rate_bands(const std::vector<Json>& rows, const std::vector<double>& rates) {
  const std::vector<Json> band_rows = rows_where(rows, "part", "band");
  std::vector<NormBands> all;
  for (const Json& norm : distinct(band_rows, "norm"))
    all.push_back(bands_of(norm, rows_where(band_rows, "norm", norm), rates));
  return all;
}

std::size_t seeds_of(const std::vector<NormBands>& bands) {
  std::size_t most = 0;
  for (const NormBands& norm : bands) most = std::max(most, norm.seeds.size() + norm.incomplete);
  return most;
}

std::vector<double> loss_areas(const NormBands& bands) { return areas(bands, &SeedBand::loss); }
std::vector<double> change_areas(const NormBands& bands) { return areas(bands, &SeedBand::change); }

Group loss_group(const NormBands& bands) {
  return {name_of_norm(bands.norm), loss_areas(bands), bands.diverged + bands.incomplete};
}
Group change_group(const NormBands& bands) {
  return {name_of_norm(bands.norm), change_areas(bands), bands.diverged + bands.incomplete};
}

std::vector<StableRate> stable_rates(const std::vector<Json>& rows) {
  const std::vector<Json> grid = rows_where(rows, "part", "grid");
  std::vector<StableRate> all;
  for (const Json& norm : distinct(grid, "norm"))
    all.push_back(stable_rate(norm, rows_where(grid, "norm", norm)));
  return all;
}

Curve end_losses(const Json& row) {
  auto losses = row.at("ends").get<Curve>();
  if (row.at("status") == "diverged") losses.push_back(nan);
  return losses;
}

}  // namespace gg::lab
