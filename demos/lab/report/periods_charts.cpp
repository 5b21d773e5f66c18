#include "demos/lab/report/periods_charts.hpp"

#include <algorithm>
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

const std::string kNone = "none";

// The points of a chart of lines with bands of seeds.
struct Lines {
  Numbers x;
  Band y;
  Texts series, panel;
  SeedsText seeds;

  void add(double at, const std::vector<double>& values, const std::string& of, const std::string& in = "") {
    if (values.empty()) return;
    x.push_back(at);
    y.push_back(values);
    series.push_back(of);
    panel.push_back(in);
    seeds.add(values.size());
  }

  void draw_into(Chart& chart) const {
    chart.columns = {{"step", x},      {"value", y.mean}, {"low", y.low},
                     {"high", y.high}, {"norm", series},  {"panel", panel}};
    chart.mark = LineWithBand{"step", "value", "low", "high", "norm"};
  }
};

void add_error_chart(const PeriodRuns& runs, const std::string& trained, std::vector<NamedChart>& charts) {
  Lines lines;
  for (const std::string& norm : runs.norms()) {
    for (std::size_t step : runs.evaluated_at())
      lines.add(static_cast<double>(step), runs.errors_after(norm, step), name_of_norm(norm));
  }
  if (lines.x.empty()) return;
  Chart chart;
  chart.title = "Validation error during training";
  chart.subtitle = trained + ", " + lines.seeds.text();
  chart.x = {"optimizer step, log scale", Scale::log10};
  for (std::size_t step : runs.evaluated_at())
    chart.x.ticks.push_back({static_cast<double>(step), text(step)});
  chart.y.title = "validation error (%)";
  use_log_scale(chart.y, lines.y.mean);
  lines.draw_into(chart);
  charts.push_back({"error_by_step", chart});
}

// By seed: the losses of the curve.
std::map<int, Numbers> curves_of(const std::vector<Json>& rows) {
  std::map<int, Numbers> curves;
  for (const Json& row : rows) curves[row.at("seed")] = row.at("curve").at("loss").get<Numbers>();
  return curves;
}

// The step in the middle of a stretch of a curve, of which a training that ends well has so many.
double middle_of(std::size_t stretch, std::size_t steps, std::size_t stretches) {
  return (static_cast<double>(stretch) + 0.5) * static_cast<double>(steps) / static_cast<double>(stretches);
}

std::size_t longest(const std::map<int, Numbers>& curves) {
  std::size_t length = 0;
  for (const auto& [seed, losses] : curves) length = std::max(length, losses.size());
  return length;
}

void add_difference_chart(const PeriodRuns& runs, std::vector<NamedChart>& charts) {
  const std::map<int, Numbers> none = curves_of(runs.unswapped(kNone));
  const std::size_t stretches = std::min<std::size_t>(50, runs.steps());
  Lines lines;
  for (const std::string& norm : runs.norms()) {
    if (norm == kNone) continue;
    const std::map<int, Numbers> curves = curves_of(runs.unswapped(norm));
    for (std::size_t i = 0; i < longest(curves); ++i) {
      std::vector<double> differences;
      for (const auto& [seed, losses] : curves) {
        const auto other = none.find(seed);
        if (other != none.end() && i < std::min(losses.size(), other->second.size()))
          differences.push_back(losses[i] - other->second[i]);
      }
      lines.add(middle_of(i, runs.steps(), stretches), differences, name_of_norm(norm));
    }
  }
  if (lines.x.empty()) return;
  Chart chart;
  chart.title = "Training loss minus that without normalization";
  chart.subtitle = lines.seeds.text();
  chart.caption =
      "Below 0 the normalizer is ahead. Seed by seed, with the same order of images; vertical lines: thirds.";
  chart.x.title = "optimizer step";
  chart.x.low = 0;
  chart.y.title = "difference of cross-entropy (nats)";
  const auto steps = static_cast<double>(runs.steps());
  chart.references = {{ReferenceLine::Across::y, 0, ""},
                      {ReferenceLine::Across::x, steps / 3, ""},
                      {ReferenceLine::Across::x, 2 * steps / 3, ""}};
  lines.draw_into(chart);
  charts.push_back({"loss_less_none", chart});
}

// Few enough for a narrow panel.
std::vector<Tick> three_ticks(std::size_t steps) {
  std::vector<Tick> ticks;
  for (std::size_t step : {std::size_t{0}, steps / 2, steps})
    ticks.push_back({static_cast<double>(step), text(step)});
  return ticks;
}

std::string panel_of(const Swap& swap) { return "began with " + name_of_norm(swap.from); }

void add_swap_chart(const PeriodRuns& runs, std::vector<NamedChart>& charts) {
  Lines lines;
  for (const Swap& swap : runs.swaps()) {
    const std::string to = name_of_norm(swap.to), panel = panel_of(swap);
    lines.add(0, runs.final_errors(swap.to), to, panel);
    for (std::size_t at : runs.times(swap))
      lines.add(static_cast<double>(at), runs.final_errors(swap, at), to, panel);
    lines.add(static_cast<double>(runs.steps()), runs.final_errors(swap.from), to, panel);
  }
  if (lines.x.empty()) return;
  Chart chart;
  chart.title = "Final error against the step of the swap";
  chart.subtitle = lines.seeds.text();
  chart.caption = "A line is what was swapped in; at 0 it was there from the start, at " +
                  text(runs.steps()) +
                  " there was no swap. Where it is that of the panel, a fresh copy took its place.";
  chart.x.title = "step of the swap";
  chart.x.low = 0;
  chart.x.ticks = three_ticks(runs.steps());
  chart.y.title = "final validation error (%)";
  use_log_scale(chart.y, lines.y.mean);
  lines.draw_into(chart);
  chart.facet = "panel";
  charts.push_back({"error_by_swap", chart, {960, 480}});
}

// The middle one of the steps at which there are swaps.
std::size_t middle_time(const PeriodRuns& runs) {
  std::vector<std::size_t> times;
  for (const Swap& swap : runs.swaps()) {
    const std::vector<std::size_t> more = runs.times(swap);
    times.insert(times.end(), more.begin(), more.end());
  }
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  return times[times.size() / 2];
}

void add_shock_chart(const PeriodRuns& runs, std::vector<NamedChart>& charts) {
  if (runs.swaps().empty()) return;
  const std::size_t at = middle_time(runs), stretches = std::min<std::size_t>(50, runs.steps());
  Lines lines;
  for (const Swap& swap : runs.swaps()) {
    const std::map<int, Numbers> curves = curves_of(runs.swapped(swap, at));
    for (std::size_t i = 0; i < longest(curves); ++i) {
      std::vector<double> losses;
      for (const auto& [seed, curve] : curves) {
        if (i < curve.size()) losses.push_back(curve[i]);
      }
      lines.add(middle_of(i, runs.steps(), stretches), losses, name_of_norm(swap.to), panel_of(swap));
    }
  }
  if (lines.x.empty()) return;
  Chart chart;
  chart.title = "Training loss with a swap after step " + text(at);
  chart.subtitle = lines.seeds.text();
  chart.caption =
      "A line is what was swapped in; where it is that of the panel, a fresh copy took its place.";
  chart.x.title = "optimizer step";
  chart.x.low = 0;
  chart.x.ticks = three_ticks(runs.steps());
  chart.y.title = "cross-entropy (nats)";
  use_log_scale(chart.y, lines.y.mean);
  chart.references = {{ReferenceLine::Across::x, static_cast<double>(at), "swap"}};
  lines.draw_into(chart);
  chart.facet = "panel";
  charts.push_back({"loss_with_swap", chart, {960, 480}});
}

}  // namespace

std::vector<NamedChart> periods_charts(const PeriodRuns& runs, const std::string& trained) {
  std::vector<NamedChart> charts;
  add_error_chart(runs, trained, charts);
  add_difference_chart(runs, charts);
  add_swap_chart(runs, charts);
  add_shock_chart(runs, charts);
  return charts;
}

}  // namespace gg::lab
