#include "demos/lab/report/stability_charts.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "core/check.hpp"
#include "demos/lab/report/bands.hpp"
#include "demos/lab/report/scales.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

std::string status_of(const Json& row) { return row.at("status").get<std::string>(); }

void name_axes(Chart& chart, const StabilityGrid& grid) {
  const bool micro = grid.protocol() == Protocol::micro_batch,
             one_class = grid.protocol() == Protocol::one_class;
  const std::string batch = one_class ? "one-class batch" : micro ? "normalization batch" : "batch";
  chart.title = "Validation error as the " + batch + " shrinks";
  if (micro) {
    chart.caption =
        "Every step uses 32 images; batch norm sees them in parts of the size on the axis. The other "
        "normalizers do not look at the batch.";
  }
  if (one_class) {
    chart.caption =
        "Every step uses 32 images in normalization batches of one class each: the smaller they are, the "
        "more classes a step mixes, which changes the gradients of every normalizer.";
  }
  chart.x.title = one_class ? "normalization batch (images, all of one class)" : batch + " (images)";
  chart.x.scale = Scale::log2;
  chart.x.reversed = true;
  for (int size : grid.batches()) chart.x.ticks.push_back({static_cast<double>(size), text(size)});
  chart.y.title = "validation error (%)";
}

// The training curves of one normalizer at one batch size: at each place the losses, one a seed.
struct Curves {
  std::size_t runs = 0;
  std::map<double, std::vector<double>> losses;

  void add(const Json& curve) {
    ++runs;
    const auto images = curve.at("images").get<Numbers>(), loss = curve.at("loss").get<Numbers>();
    for (std::size_t i = 0; i < images.size(); ++i) losses[images[i]].push_back(loss[i]);
  }
};

// By batch (falling) and norm.
using CurvesByCell = std::map<int, std::map<std::string, Curves>, std::greater<>>;

CurvesByCell curves_of(const std::vector<Json>& rows) {
  CurvesByCell curves;
  for (const Json& row : rows) {
    if (row.contains("curve")) curves[row.at("batch").get<int>()][row.at("norm")].add(row.at("curve"));
  }
  return curves;
}

std::vector<std::string> norms_of(const std::vector<Json>& rows) {
  std::vector<std::string> norms;
  for (const Json& row : rows) {
    const std::string norm = row.at("norm");
    if (std::find(norms.begin(), norms.end(), norm) == norms.end()) norms.push_back(norm);
  }
  return norms;
}

}  // namespace

void sort_rows(std::vector<Json>& rows, const std::vector<std::string>& norms) {
  const auto key = [&](const Json& row) {
    const auto place = std::find(norms.begin(), norms.end(), row.at("norm").get<std::string>());
    return std::make_tuple(place - norms.begin(), -row.at("batch").get<int>(), row.at("seed").get<int>());
  };
  std::stable_sort(rows.begin(), rows.end(), [&](const Json& a, const Json& b) { return key(a) < key(b); });
}

StabilityGrid stability_grid(const std::vector<Json>& rows, Protocol protocol) {
  std::vector<StabilityCell> cells;
  for (const Json& row : rows) {
    cells.push_back({row.at("norm"), row.at("batch"), row.at("seed"), row.value("validation_error", 0.0),
                     status_of(row) == "diverged", status_of(row) == "crashed"});
  }
  return StabilityGrid(cells, protocol);
}

std::optional<Chart> error_chart(const StabilityGrid& grid, const std::string& trained) {
  Numbers batch;
  Texts norm;
  Band error;
  SeedsText seeds;
  for (const std::string& name : grid.norms()) {
    for (int size : grid.batches_with_errors(name)) {
      const std::vector<double> errors = grid.errors(name, size);
      batch.push_back(size);
      norm.push_back(name_of_norm(name));
      error.push_back(errors);
      seeds.add(errors.size());
    }
  }
  if (batch.empty()) return std::nullopt;

  Chart chart;
  name_axes(chart, grid);
  chart.subtitle = trained + ", " + seeds.text();
  use_log_scale(chart.y, error.mean, 3);
  chart.columns = {
      {"batch", batch}, {"error", error.mean}, {"low", error.low}, {"high", error.high}, {"norm", norm}};
  chart.mark = LineWithBand{"batch", "error", "low", "high", "norm"};
  return chart;
}

std::optional<Chart> curves_chart(const std::vector<Json>& rows) {
  Numbers seen;
  Texts panel, series;
  Band loss;
  SeedsText seeds;
  const std::vector<std::string> norms = norms_of(rows);
  for (const auto& [batch, by_norm] : curves_of(rows)) {
    for (const std::string& norm : norms) {
      const auto found = by_norm.find(norm);
      if (found == by_norm.end()) continue;
      for (const auto& [images, losses] : found->second.losses) {
        if (losses.size() < found->second.runs) continue;
        seen.push_back(images / 1000);
        panel.push_back("batch " + text(batch));
        series.push_back(name_of_norm(norm));
        loss.push_back(losses);
        seeds.add(losses.size());
      }
    }
  }
  if (seen.empty()) return std::nullopt;
  Chart chart;
  chart.title = "Training loss";
  chart.subtitle = "one panel for each batch size; " + seeds.text();
  chart.columns = {{"images", seen},    {"loss", loss.mean}, {"low", loss.low},
                   {"high", loss.high}, {"norm", series},    {"batch", panel}};
  chart.mark = LineWithBand{"images", "loss", "low", "high", "norm"};
  chart.facet = "batch";
  chart.x.title = "images seen (thousands)";
  chart.x.low = 0;
  chart.y = {"cross-entropy (nats), log scale", Scale::log10};
  limit_height(chart, loss.mean, " nats");
  return chart;
}

std::vector<NamedChart> stability_charts(const StabilityGrid& grid, const std::vector<Json>& rows,
                                         const std::string& trained) {
  std::vector<NamedChart> charts;
  if (const auto chart = error_chart(grid, trained)) charts.push_back({"error_by_batch", *chart});
  if (const auto chart = curves_chart(rows)) charts.push_back({"training_curves", *chart, {960, 640}});
  return charts;
}

}  // namespace gg::lab
