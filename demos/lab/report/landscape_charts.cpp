#include <algorithm>

#include "core/check.hpp"
#include "demos/lab/measure/sharpness.hpp"
#include "demos/lab/report/landscape.hpp"
#include "demos/lab/report/rows.hpp"
#include "demos/lab/report/seed_curves.hpp"
#include "demos/lab/report/stability.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

const char* const kStepsTitle = "optimizer steps done";

struct Panel {
  std::string key, title;
};

// The curves of all normalizers under each key, one panel a key.
std::optional<Chart> curves_chart(const std::vector<Json>& rows, const std::vector<Panel>& panels) {
  SeedCurves curves(Averaged::by_logarithm);
  for (const Panel& panel : panels) {
    for (const Json& norm : distinct(rows, "norm"))
      curves.add(rows_where(rows, "norm", norm), panel.key, name_of_norm(norm), panel.title);
  }
  if (curves.empty()) return std::nullopt;
  Chart chart;
  curves.draw_into(chart);
  chart.subtitle = curves.seeds_text();
  chart.x.title = kStepsTitle;
  chart.x.low = 0;
  chart.facet = panels.size() > 1 ? "panel" : "";
  return chart;
}

// The first run of each normalizer that was looked into, as the published figure shows one.
std::optional<Chart> losses_chart(const std::vector<Json>& rows, const std::string& trained) {
  Numbers step, loss, low, high;
  Texts norms;
  for (const Json& norm : distinct(rows, "norm")) {
    const std::vector<Json> runs = rows_where(rows, "norm", norm);
    const auto seen =
        std::find_if(runs.begin(), runs.end(), [](const Json& run) { return run.contains("at"); });
    if (seen == runs.end()) continue;
    const auto append = [&](Numbers& to, const char* key) {
      const Numbers values = list_of(*seen, key);
      to.insert(to.end(), values.begin(), values.end());
    };
    append(step, "at");
    append(loss, "loss");
    append(low, "loss_low");
    append(high, "loss_high");
    norms.resize(step.size(), name_of_norm(norm));
  }
  if (step.empty()) return std::nullopt;
  Chart chart;
  chart.title = "The loss along the gradient";
  chart.subtitle = trained + ", one run each";
  chart.caption =
      "Line: mean loss of the fixed batch. Band: its smallest and largest value at half to four times the "
      "learning rate along the negative gradient.";
  chart.columns = {{"step", step}, {"loss", loss}, {"low", low}, {"high", high}, {"norm", norms}};
  chart.mark = LineWithBand{"step", "loss", "low", "high", "norm"};
  chart.facet = "norm";
  chart.x.title = kStepsTitle;
  chart.x.low = 0;
  chart.y = {"cross-entropy (nats), log scale", Scale::log10};
  return chart;
}

std::optional<Chart> smoothness_chart(const std::vector<Json>& rows) {
  auto chart = curves_chart(rows, {{"loss_variation", "loss variation (nats)"},
                                   {"gradient_change", "gradient change"},
                                   {"beta_smoothness", "effective beta-smoothness"}});
  if (!chart) return chart;
  chart->title = "How much loss and gradient change along the gradient";
  chart->caption =
      "At half to four times the learning rate along the negative gradient: largest minus smallest loss; "
      "largest ||g' - g||; largest ||g' - g|| over the distance. Lower is smoother.";
  chart->y.title = "log scale";
  chart->free_y = true;
  return chart;
}

std::optional<Chart> sharpness_chart(const std::vector<Json>& rows, const LandscapeSetup& setup) {
  auto chart = curves_chart(rows, {{"sharpness", "sharpness"}, {"critical_sharpness", "critical sharpness"}});
  if (!chart) return chart;
  chart->title = "Sharpness against what the learning rate allows";
  chart->caption =
      "Sharpness: largest eigenvalue of the Hessian. Critical sharpness: 2 over the smallest learning rate "
      "at "
      "which the optimizer's next update raises the loss. Above the lines, steps of full gradient descent "
      "without and "
      "with momentum grow on a quadratic.";
  chart->y.title = "loss / parameter squared, log scale";
  chart->references = {
      {ReferenceLine::Across::y, sharpness_threshold(setup.lr), "2 / lr"},
      {ReferenceLine::Across::y, sharpness_threshold(setup.lr, setup.momentum), "2 (1 + momentum) / lr"}};
  return chart;
}

// The noise scale is a ratio of two noisy terms: both are averaged over the runs before it is taken.
std::optional<Chart> noise_chart(const std::vector<Json>& rows, const LandscapeSetup& setup) {
  Numbers step, scale;
  Texts norms;
  for (const Json& norm : distinct(rows, "norm")) {
    for (const auto& [at, value] : noise_scales_over(rows_where(rows, "norm", norm))) {
      step.push_back(at);
      scale.push_back(value);
      norms.push_back(name_of_norm(norm));
    }
  }
  if (step.empty()) return std::nullopt;
  Chart chart;
  chart.title = "Gradient noise scale";
  chart.subtitle = "both terms averaged over the seeds";
  chart.caption =
      "Trace of the covariance of one image's gradient over the squared length of the mean gradient: the "
      "batch beyond which more images stop to help. No point where the estimate of that length is not above "
      "0.";
  chart.columns = {{"step", step}, {"scale", scale}, {"norm", norms}};
  chart.mark = LineWithBand{"step", "scale", "", "", "norm"};
  chart.x.title = kStepsTitle;
  chart.x.low = 0;
  chart.y = {"images, log scale", Scale::log10};
  chart.references = {{ReferenceLine::Across::y, static_cast<double>(setup.part), "images of a step"}};
  return chart;
}

}  // namespace

std::vector<NamedChart> landscape_charts(const std::vector<Json>& rows, const LandscapeSetup& setup) {
  std::vector<NamedChart> charts;
  const auto add = [&](const char* name, std::optional<Chart> chart, Canvas canvas) {
    if (chart) charts.push_back({name, std::move(*chart), canvas});
  };
  add("loss_along_gradient", losses_chart(rows, setup.trained), {960, 420});
  add("smoothness", smoothness_chart(rows), {1100, 460});
  add("sharpness", sharpness_chart(rows, setup), {1100, 480});
  add("noise_scale", noise_chart(rows, setup), {960, 480});
  return charts;
}

}  // namespace gg::lab
