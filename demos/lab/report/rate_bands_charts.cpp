#include "demos/lab/report/rate_bands_charts.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "core/check.hpp"
#include "demos/lab/measure/statistics.hpp"
#include "demos/lab/report/bands.hpp"
#include "demos/lab/report/rows.hpp"
#include "demos/lab/report/scales.hpp"
#include "demos/lab/report/stability.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

// Losses of single mini-batches jump about; a chart shows the means of so many stretches of steps.
constexpr std::size_t stretches = 60;

// The means of the curve over equal stretches, as far as it has only finite values.
Curve means_of_stretches(const Curve& curve) {
  Curve means;
  const std::size_t n = curve.size(), parts = std::min(stretches, n);
  for (std::size_t i = 0; i < parts; ++i) {
    const std::vector<double> part(curve.begin() + static_cast<long>(i * n / parts),
                                   curve.begin() + static_cast<long>((i + 1) * n / parts));
    if (finite_steps(part) < part.size()) break;
    means.push_back(mean(part));
  }
  return means;
}

// The optimizer step in the middle of a stretch of kept steps.
double step_of(std::size_t stretch, std::size_t kept, std::size_t every) {
  const std::size_t parts = std::min(stretches, kept);
  const std::size_t first = stretch * kept / parts, last = (stretch + 1) * kept / parts;
  return 2 + static_cast<double>(every) * static_cast<double>(first + last - 1) / 2;
}

// At each stretch that every seed reaches: the values of the seeds.
std::vector<std::vector<double>> by_stretch(const std::vector<Curve>& curves) {
  std::vector<std::vector<double>> values;
  for (const Curve& curve : curves) {
    const Curve means = means_of_stretches(curve);
    if (&curve == &curves[0]) values.resize(means.size());
    values.resize(std::min(values.size(), means.size()));
    for (std::size_t i = 0; i < values.size(); ++i) values[i].push_back(means[i]);
  }
  return values;
}

Curve widths(const RateBand& band) {
  Curve width(band.low.size());
  for (std::size_t t = 0; t < width.size(); ++t) width[t] = band.high[t] - band.low[t];
  return width;
}

std::vector<Curve> curves_of(const NormBands& bands, const std::function<Curve(const SeedBand&)>& choose) {
  std::vector<Curve> curves;
  for (const SeedBand& seed : bands.seeds) curves.push_back(choose(seed));
  return curves;
}

// One of the two quantities of which there is a band.
struct Quantity {
  std::string name, file, axis, unit;
  bool free_axis;  // normalizers differ so much that each panel needs an axis of its own
  RateBand SeedBand::*band;
  Curve SeedBand::*mean;
};

const Quantity& loss_quantity() {
  static const Quantity loss = {
      "Loss",          "loss_band",         "cross-entropy of the mini-batch (nats)", "nats", false,
      &SeedBand::loss, &SeedBand::loss_mean};
  return loss;
}

const Quantity& change_quantity() {
  static const Quantity change = {"Gradient change",
                                  "gradient_change_band",
                                  "||g(t) - g(t-1)||, last linear layer",
                                  "units of the gradient",
                                  true,
                                  &SeedBand::change,
                                  &SeedBand::change_mean};
  return change;
}

void add_band_chart(const std::vector<NormBands>& all, const Quantity& q, const std::string& trained,
                    std::vector<NamedChart>& charts) {
  Numbers step, low, middle, high;
  Texts norm;
  for (const NormBands& bands : all) {
    const auto lows = by_stretch(curves_of(bands, [&](const SeedBand& s) { return (s.*q.band).low; }));
    const auto highs = by_stretch(curves_of(bands, [&](const SeedBand& s) { return (s.*q.band).high; }));
    const auto means = by_stretch(curves_of(bands, [&](const SeedBand& s) { return s.*q.mean; }));
    for (std::size_t i = 0; i < lows.size(); ++i) {
      step.push_back(step_of(i, (bands.seeds[0].*q.band).low.size(), bands.every));
      low.push_back(mean(lows[i]));
      middle.push_back(mean(means[i]));
      high.push_back(mean(highs[i]));
      norm.push_back(name_of_norm(bands.norm));
    }
  }
  if (step.empty()) return;
  Chart chart;
  chart.title = q.name + " at several learning rates";
  chart.subtitle = trained + ", one panel for each normalizer";
  chart.caption =
      "Band: from the smallest to the largest over the rates at the same step; line: their mean. All are "
      "means over seeds and short stretches of steps.";
  if (q.free_axis) chart.caption += " Each panel has a vertical axis of its own.";
  chart.free_y = q.free_axis;
  chart.x.title = "optimizer step";
  chart.x.low = 0;
  chart.y.title = q.axis;
  chart.y.low = 0;
  limit_height(chart, high);
  chart.columns = {{"step", step}, {"mean", middle}, {"low", low},
                   {"high", high}, {"norm", norm},   {"panel", norm}};
  chart.mark = LineWithBand{"step", "mean", "low", "high", "norm"};
  chart.facet = "panel";
  charts.push_back({q.file, chart, {960, 640}});
}

void add_width_chart(const std::vector<NormBands>& all, std::vector<NamedChart>& charts) {
  Numbers step;
  Band width;
  Texts norm, panel;
  SeedsText seeds;
  for (const Quantity* q : {&loss_quantity(), &change_quantity()}) {
    for (const NormBands& bands : all) {
      const auto values =
          by_stretch(curves_of(bands, [&](const SeedBand& s) { return widths(s.*(q->band)); }));
      for (std::size_t i = 0; i < values.size(); ++i) {
        step.push_back(step_of(i, (bands.seeds[0].*(q->band)).low.size(), bands.every));
        width.push_back(values[i]);
        norm.push_back(name_of_norm(bands.norm));
        panel.push_back(q->name + " (" + q->unit + ")");
        seeds.add(values[i].size());
      }
    }
  }
  if (step.empty()) return;
  Chart chart;
  chart.title = "How wide the bands over the learning rates are";
  chart.subtitle = seeds.text();
  chart.caption =
      "Largest less smallest value over the rates at the same step, means of short stretches of steps.";
  chart.x.title = "optimizer step";
  chart.x.low = 0;
  chart.y.title = "width of the band";
  use_log_scale(chart.y, width.mean);
  chart.free_y = true;
  chart.columns = {{"step", step},       {"width", width.mean}, {"low", width.low},
                   {"high", width.high}, {"norm", norm},        {"panel", panel}};
  chart.mark = LineWithBand{"step", "width", "low", "high", "norm"};
  chart.facet = "panel";
  charts.push_back({"band_width", chart, {960, 480}});
}

void add_area_chart(const std::vector<NormBands>& all, std::vector<NamedChart>& charts) {
  Texts norm, panel;
  Band area;
  SeedsText seeds;
  for (const Quantity* q : {&loss_quantity(), &change_quantity()}) {
    for (const NormBands& bands : all) {
      const auto areas = q == &loss_quantity() ? loss_areas(bands) : change_areas(bands);
      if (areas.empty()) continue;
      norm.push_back(name_of_norm(bands.norm));
      panel.push_back(q->name + " (" + q->unit + ")");
      area.push_back(areas);
      seeds.add(areas.size());
    }
  }
  if (norm.empty()) return;
  Chart chart;
  chart.title = "Area of the bands over the learning rates";
  chart.subtitle = seeds.text();
  chart.caption = "Mean over all steps of the largest less the smallest value over the rates.";
  chart.x.title = "area of the band";
  chart.x.low = 0;
  chart.free_x = true;
  chart.columns = {
      {"norm", norm}, {"area", area.mean}, {"low", area.low}, {"high", area.high}, {"panel", panel}};
  chart.mark = Bars{"norm", "area", "low", "high"};
  chart.facet = "panel";
  charts.push_back({"band_area", chart, {960, 400}});
}

// By rate: the losses at the end of the runs that did not diverge, unless one did.
std::map<double, std::vector<double>> final_losses(const std::vector<Json>& rows) {
  std::map<double, std::vector<double>> losses;
  std::vector<double> unstable;
  for (const Json& row : rows) {
    if (row.at("status") == "crashed") continue;
    const double lr = row.at("lr");
    const Curve ends = end_losses(row);
    if (diverged(ends)) {
      unstable.push_back(lr);
    } else {
      losses[lr].push_back(mean({ends.begin() + 1, ends.end()}));
    }
  }
  for (double lr : unstable) losses.erase(lr);
  return losses;
}

void add_grid_chart(const std::vector<Json>& rows, std::vector<NamedChart>& charts) {
  const std::vector<Json> grid = rows_where(rows, "part", "grid");
  Numbers rate;
  Band loss;
  Texts norm;
  SeedsText seeds;
  for (const Json& name : distinct(grid, "norm")) {
    for (const auto& [lr, losses] : final_losses(rows_where(grid, "norm", name))) {
      rate.push_back(lr);
      norm.push_back(name_of_norm(name));
      loss.push_back(losses);
      seeds.add(losses.size());
    }
  }
  if (rate.empty()) return;
  Chart chart;
  chart.title = "Training loss at the end against the learning rate";
  chart.subtitle = seeds.text();
  chart.caption = "Mean of the losses of the last ten steps. A rate at which a run diverged has no point.";
  limit_height(chart, loss.mean, " nats");
  chart.x.title = "learning rate, log scale";
  chart.x.scale = Scale::log10;
  chart.y.title = "cross-entropy (nats), log scale";
  chart.y.scale = Scale::log10;
  chart.columns = {{"lr", rate}, {"loss", loss.mean}, {"low", loss.low}, {"high", loss.high}, {"norm", norm}};
  chart.mark = LineWithBand{"lr", "loss", "low", "high", "norm"};
  charts.push_back({"loss_by_rate", chart});
}

}  // namespace

std::vector<NamedChart> rate_bands_charts(const std::vector<NormBands>& bands, const std::vector<Json>& rows,
                                          const std::string& trained) {
  std::vector<NamedChart> charts;
  add_band_chart(bands, loss_quantity(), trained, charts);
  add_band_chart(bands, change_quantity(), trained, charts);
  add_width_chart(bands, charts);
  add_area_chart(bands, charts);
  add_grid_chart(rows, charts);
  return charts;
}

}  // namespace gg::lab
