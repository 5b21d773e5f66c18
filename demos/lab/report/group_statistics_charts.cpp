#include <algorithm>
#include <map>

#include "core/check.hpp"
#include "demos/lab/measure/statistics.hpp"
#include "demos/lab/report/group_statistics.hpp"
#include "demos/lab/report/rows.hpp"
#include "demos/lab/report/seed_curves.hpp"
#include "demos/lab/report/stability.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

const char* const kStepTitle = "optimizer step";

std::string run_text(const Json& run) {
  return name_of_norm(run.at("norm")) + ", seed " + text(run.at("seed").get<std::size_t>());
}

std::vector<double> numbers_of(const Json& list) { return list_of({{"list", list}}, "list"); }

// A number for each step and group of every layer, one panel a layer.
std::optional<Chart> groups_chart(const Json& run, const char* key) {
  const std::vector<double> at = list_of(run, "at");
  Numbers step, group, value;
  Texts panel;
  for (std::size_t layer = 0; layer < run.at("layers").size(); ++layer) {
    const Json& by_step = run.at("layers")[layer].at(key);
    for (std::size_t i = 0; i < std::min(at.size(), by_step.size()); ++i) {
      const std::vector<double> groups = numbers_of(by_step[i]);
      for (std::size_t g = 0; g < groups.size(); ++g) {
        step.push_back(at[i]);
        group.push_back(static_cast<double>(g + 1));
        value.push_back(groups[g]);
        panel.push_back("norm " + text(layer + 1));
      }
    }
  }
  if (step.empty()) return std::nullopt;
  Chart chart;
  chart.columns = {{"step", step}, {"group", group}, {"value", value}, {"panel", panel}};
  chart.mark = HeatMap{"step", "group", "value"};
  chart.facet = "panel";
  chart.x.title = kStepTitle;
  chart.y.title = "group";
  chart.y.reversed = true;
  chart.free_y = true;
  return chart;
}

std::optional<Chart> means_chart(const Json& run, const std::string& trained) {
  auto chart = groups_chart(run, "mean");
  if (!chart) return chart;
  chart->title = "Mean of each group of the norms' inputs";
  chart->subtitle = trained + ", " + run_text(run);
  chart->caption =
      "One panel for each norm, the first next to the image; averaged over the samples of a step.";
  std::get<HeatMap>(chart->mark).diverging = true;
  chart->colour.title = "mean";
  return chart;
}

std::optional<Chart> deviations_chart(const Json& run, const std::string& trained) {
  auto chart = groups_chart(run, "sd");
  if (!chart) return chart;
  chart->title = "Standard deviation of each group of the norms' inputs";
  chart->subtitle = trained + ", " + run_text(run);
  chart->caption =
      "One panel for each norm, the first next to the image; averaged over the samples of a step. "
      "Logarithmic colours.";
  chart->colour = {"standard deviation", Scale::log10};
  return chart;
}

// A fan for each panel: lists of levels by step.
struct Fans {
  Numbers step;
  std::vector<Numbers> levels;
  Texts panel, norm;

  explicit Fans(std::size_t count) : levels(count) {}

  void add(double at, const std::vector<double>& values, const std::string& title, const std::string& of) {
    step.push_back(at);
    panel.push_back(title);
    norm.push_back(of);
    for (std::size_t i = 0; i < levels.size(); ++i) levels[i].push_back(values.at(i));
  }

  Chart chart(const std::vector<std::string>& names) const {
    Chart chart;
    chart.columns = {{"step", step}, {"panel", panel}, {"norm", norm}};
    for (std::size_t i = 0; i < names.size(); ++i) chart.columns.push_back({names[i], levels[i]});
    chart.mark = Fan{"step", names, "norm"};
    chart.facet = "panel";
    chart.x.title = kStepTitle;
    return chart;
  }
};

// By step, the levels of each run's last norm.
std::map<double, std::vector<std::vector<double>>> last_percentiles(const std::vector<Json>& runs) {
  std::map<double, std::vector<std::vector<double>>> by_step;
  for (const Json& run : runs) {
    if (!has_finished(run)) continue;
    const std::vector<double> at = list_of(run, "at");
    const Json& percentiles = run.at("layers").back().at("percentiles");
    for (std::size_t i = 0; i < std::min(at.size(), percentiles.size()); ++i)
      by_step[at[i]].push_back(numbers_of(percentiles[i]));
  }
  return by_step;
}

std::optional<Chart> percentiles_chart(const std::vector<Json>& rows, const std::string& trained) {
  Fans fans(4);
  std::size_t seeds = 0;
  for (const Json& norm : distinct(rows, "norm")) {
    for (const auto& [at, runs] : last_percentiles(rows_where(rows, "norm", norm))) {
      std::vector<double> average(4);
      for (const std::vector<double>& levels : runs) {
        for (std::size_t i = 0; i < 4; ++i) average[i] += levels.at(i) / static_cast<double>(runs.size());
      }
      fans.add(at, average, name_of_norm(norm), name_of_norm(norm));
      seeds = std::max(seeds, runs.size());
    }
  }
  if (fans.step.empty()) return std::nullopt;
  Chart chart = fans.chart({"1 %", "20 %", "80 %", "99 %"});
  chart.title = "Percentiles of the last norm's input over training";
  chart.subtitle = trained + (seeds == 1 ? ", one seed" : ", mean of " + count_text(seeds, "seed"));
  chart.caption =
      "The 1st, 20th, 80th and 99th percentile over all elements of a step's input to the last norm.";
  chart.y.title = "input of the last norm";
  return chart;
}

// Gamma or beta of every layer.
std::optional<Chart> affine_chart(const Json& run, const char* key, const std::string& trained) {
  Fans fans(5);
  const std::vector<double> at = list_of(run, "at");
  for (std::size_t layer = 0; layer < run.at("layers").size(); ++layer) {
    const Json& by_step = run.at("layers")[layer].at(key);
    for (std::size_t i = 0; i < std::min(at.size(), by_step.size()); ++i)
      fans.add(at[i], numbers_of(by_step[i]), "norm " + text(layer + 1), name_of_norm(run.at("norm")));
  }
  if (fans.step.empty()) return std::nullopt;
  Chart chart = fans.chart({"least", "25 %", "50 %", "75 %", "most"});
  chart.title = std::string(key == std::string("gamma") ? "Gamma" : "Beta") + " over training";
  chart.subtitle = trained + ", " + run_text(run);
  chart.caption =
      "Smallest, quartiles and largest over the channels of each norm, the first next to the image.";
  chart.y.title = key;
  chart.references = {{ReferenceLine::Across::y, key == std::string("gamma") ? 1.0 : 0.0, ""}};
  return chart;
}

}  // namespace

std::vector<NamedChart> group_statistics_charts(const std::vector<Json>& rows, const std::string& trained) {
  std::vector<NamedChart> charts;
  const auto add = [&](const char* name, std::optional<Chart> chart, Canvas canvas) {
    if (chart) charts.push_back({name, std::move(*chart), canvas});
  };
  const Json* run = watched_run(rows);
  add("percentiles", percentiles_chart(rows, trained), {1100, 460});
  if (run == nullptr) return charts;
  add("group_means", means_chart(*run, trained), {1100, 640});
  add("group_deviations", deviations_chart(*run, trained), {1100, 640});
  add("gamma", affine_chart(*run, "gamma", trained), {1100, 600});
  add("beta", affine_chart(*run, "beta", trained), {1100, 600});
  add("shown_image", shown_chart(*run, trained), {1100, 900});
  return charts;
}

}  // namespace gg::lab
