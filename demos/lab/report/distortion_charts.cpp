#include "demos/lab/report/distortion_charts.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "demos/lab/report/bands.hpp"
#include "demos/lab/report/scales.hpp"
#include "demos/lab/report/stability.hpp"
#include "demos/lab/train/distortion.hpp"

namespace gg::lab {
namespace {

using Kind = Distortion::Kind;

// What a panel's axis is in, by kind.
struct Panel {
  Kind kind;
  const char* title;
};
const Panel panels[] = {{Kind::noise, "noise after each norm (sd)"},
                        {Kind::dropout, "dropout after each ReLU (p)"},
                        {Kind::input, "noise on the images (sd)"}};

bool has_place(const Distortion& d, Kind kind) {
  return d.kind == kind && std::abs(d.mean) < 0.01 * d.strength;
}

// The distortions of a kind by strength, from none.
std::vector<std::pair<double, std::string>> ladder(const DistortedRuns& runs, Kind kind) {
  std::vector<std::pair<double, std::string>> steps;
  for (const auto& name : runs.distortions()) {
    const Distortion d = distortion_named(name);
    if (has_place(d, kind)) steps.emplace_back(d.strength, name);
  }
  if (!steps.empty()) steps.emplace_back(0, "none");
  std::sort(steps.begin(), steps.end());
  return steps;
}

bool is_step_of_sweep(const std::string& distortion) { return distortion.rfind("noise:", 0) == 0; }

}  // namespace

std::optional<Chart> strength_chart(const DistortedRuns& runs, const std::string& trained) {
  Numbers strength;
  Texts kind, series;
  Band error;
  SeedsText seeds;
  for (const Panel& panel : panels) {
    for (const auto& norm : runs.norms()) {
      for (const auto& [x, distortion] : ladder(runs, panel.kind)) {
        const auto errors = runs.errors(norm, distortion);
        if (errors.empty()) continue;
        strength.push_back(x);
        kind.push_back(panel.title);
        series.push_back(name_of_norm(norm));
        error.push_back(errors);
        seeds.add(errors.size());
      }
    }
  }
  if (std::all_of(strength.begin(), strength.end(), [](double x) { return x == 0; })) return std::nullopt;
  Chart chart;
  chart.title = "Validation error against the strength of the distortion";
  chart.subtitle = trained + ", " + seeds.text();
  chart.caption =
      "While training only; errors are measured without distortion. Strength 0 is the undistorted training.";
  chart.x.title = "strength (sd: standard deviation, p: probability)";
  chart.x.low = 0;
  chart.y.title = "validation error (%)";
  use_log_scale(chart.y, error.mean, 4);
  chart.columns = {{"strength", strength}, {"error", error.mean}, {"low", error.low},
                   {"high", error.high},   {"norm", series},      {"kind", kind}};
  chart.mark = LineWithBand{"strength", "error", "low", "high", "norm"};
  chart.facet = "kind";
  chart.free_x = true;
  return chart;
}

std::optional<Chart> rise_chart(const DistortedRuns& runs, const std::string& trained) {
  Texts panel, series;
  Band rise;
  SeedsText seeds;
  for (const auto& distortion : runs.distortions()) {
    if (distortion == "none" || is_step_of_sweep(distortion)) continue;
    for (const auto& norm : runs.norms()) {
      const auto rises = runs.rises(norm, distortion);
      if (rises.empty()) continue;
      panel.push_back(name_of_distortion(distortion));
      series.push_back(name_of_norm(norm));
      rise.push_back(rises);
      seeds.add(rises.size());
    }
  }
  if (panel.empty()) return std::nullopt;
  Chart chart;
  chart.title = "Rise of the validation error by distortion";
  chart.subtitle = trained + ", " + seeds.text("error bar");
  chart.caption =
      "Axes differ from panel to panel. Each run against that of the same normalizer and seed without "
      "distortion. Noise after each norm has mean 0.001 and standard deviation 1.001 (small), 0.5 and 1.25 "
      "(big).";
  chart.x.title = "rise of the validation error (points)";
  chart.columns = {
      {"rise", rise.mean}, {"low", rise.low}, {"high", rise.high}, {"norm", series}, {"distortion", panel}};
  chart.mark = Bars{"norm", "rise", "low", "high"};
  chart.facet = "distortion";
  chart.free_x = true;
  return chart;
}

std::vector<NamedChart> distortion_charts(const DistortedRuns& runs, const std::string& trained) {
  std::vector<NamedChart> charts;
  if (const auto chart = strength_chart(runs, trained))
    charts.push_back({"error_by_strength", *chart, {1100, 520}});
  if (const auto chart = rise_chart(runs, trained))
    charts.push_back({"rise_by_distortion", *chart, {1100, 760}});
  return charts;
}

}  // namespace gg::lab
