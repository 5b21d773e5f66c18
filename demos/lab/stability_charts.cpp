#include "demos/lab/stability_charts.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/check.hpp"
#include "demos/lab/cell.hpp"
#include "demos/lab/statistics.hpp"

namespace gg::lab {
namespace {

std::string status_of(const Json& row) { return row.at("status").get<std::string>(); }

// A mean with one standard deviation to each side.
struct Band {
  Numbers mean, low, high;

  void push_back(const std::vector<double>& values) {
    const Summary s = summarize(values);
    mean.push_back(s.mean);
    low.push_back(s.mean - s.sd);
    high.push_back(s.mean + s.sd);
  }
};

std::string seeds_text(std::size_t least, std::size_t most) {
  const std::string number = least == most ? text(most) : text(least) + " to " + text(most);
  return number + (most == 1 ? " seed" : " seeds");
}

}  // namespace

StabilityGrid stability_grid(const std::vector<Json>& rows, Protocol protocol) {
  std::vector<StabilityCell> cells;
  for (const Json& row : rows) {
    cells.push_back({row.at("norm"), row.at("batch"), row.at("seed"), row.value("validation_error", 0.0),
                     status_of(row) == "diverged", status_of(row) == "crashed"});
  }
  return StabilityGrid(cells, protocol);
}

Json curve_json(const std::vector<double>& losses, std::size_t images_per_step, std::size_t points) {
  Numbers images, means;
  const std::size_t stretches = std::min(points, losses.size());
  for (std::size_t i = 0; i < stretches; ++i) {
    const std::size_t first = i * losses.size() / stretches, last = (i + 1) * losses.size() / stretches;
    double sum = 0;
    for (std::size_t step = first; step < last; ++step) sum += losses[step];
    if (!std::isfinite(sum)) break;
    images.push_back(static_cast<double>(last * images_per_step));
    means.push_back(sum / static_cast<double>(last - first));
  }
  return {{"images", images}, {"loss", means}};
}

Chart error_chart(const StabilityGrid& grid, const std::string& data, const std::string& model) {
  Numbers batch;
  Texts norm;
  Band error;
  std::size_t least = SIZE_MAX, most = 0;
  for (const std::string& name : grid.norms()) {
    for (int size : grid.batches_with_errors(name)) {
      const std::vector<double> errors = grid.errors(name, size);
      batch.push_back(size);
      norm.push_back(name_of_norm(name));
      error.push_back(errors);
      least = std::min(least, errors.size());
      most = std::max(most, errors.size());
    }
  }
  GG_CHECK(!batch.empty(), "chart of the error: no run ended well, there is nothing to draw");
  for (double& low : error.low) low = std::max(low, 0.0);

  Chart chart;
  const bool micro = grid.protocol() == Protocol::micro_batch;
  chart.title =
      std::string("Validation error as the ") + (micro ? "normalization batch" : "batch") + " shrinks";
  chart.subtitle =
      model + " on " + data + ", mean of " + seeds_text(least, most) + ", band: one standard deviation";
  if (micro) {
    chart.caption =
        "Every step uses 32 images; batch norm sees them in parts of the size on the axis. The other "
        "normalizers do not look at the batch.";
  }
  // A collapse would press all the other lines together.
  const auto [smallest, largest] = std::minmax_element(error.mean.begin(), error.mean.end());
  if (*smallest > 0 && *largest > 6 * *smallest) {
    chart.y.scale = Scale::log10;
    for (double& low : error.low) low = std::max(low, *smallest / 2);
  }
  chart.columns = {
      {"batch", batch}, {"error", error.mean}, {"low", error.low}, {"high", error.high}, {"norm", norm}};
  chart.mark = LineWithBand{"batch", "error", "low", "high", "norm"};
  chart.x.title = micro ? "normalization batch (images)" : "batch (images)";
  chart.x.scale = Scale::log2;
  chart.x.reversed = true;
  for (int size : grid.batches()) chart.x.ticks.push_back({static_cast<double>(size), text(size)});
  chart.y.title = "validation error (%)";
  return chart;
}

Chart curves_chart(const std::vector<Json>& rows) {
  // Losses by batch (falling), norm, and place on the curve; one entry a seed.
  struct Curves {
    std::size_t runs = 0;
    std::map<double, std::vector<double>> losses;
  };
  std::map<int, std::map<std::string, Curves>, std::greater<>> curves;
  std::vector<std::string> norms;
  for (const Json& row : rows) {
    if (!row.contains("curve")) continue;
    const std::string norm = row.at("norm");
    if (std::find(norms.begin(), norms.end(), norm) == norms.end()) norms.push_back(norm);
    Curves& here = curves[row.at("batch").get<int>()][norm];
    ++here.runs;
    const auto images = row.at("curve").at("images").get<Numbers>(),
               loss = row.at("curve").at("loss").get<Numbers>();
    for (std::size_t i = 0; i < images.size(); ++i) here.losses[images[i]].push_back(loss[i]);
  }

  Numbers seen;
  Texts panel, series;
  Band loss;
  for (const auto& [batch, by_norm] : curves) {
    for (const std::string& norm : norms) {
      const auto found = by_norm.find(norm);
      if (found == by_norm.end()) continue;
      for (const auto& [images, losses] : found->second.losses) {
        if (losses.size() < found->second.runs) continue;
        seen.push_back(images / 1000);
        panel.push_back("batch " + text(batch));
        series.push_back(name_of_norm(norm));
        loss.push_back(losses);
      }
    }
  }
  GG_CHECK(!seen.empty(), "chart of the training curves: there is none that every seed has");
  const double floor = *std::min_element(loss.mean.begin(), loss.mean.end()) / 2;
  for (double& low : loss.low) low = std::max(low, floor);

  Chart chart;
  chart.title = "Training loss";
  chart.subtitle = "one panel for each batch size; mean of the seeds, band: one standard deviation";
  chart.columns = {{"images", seen},    {"loss", loss.mean}, {"low", loss.low},
                   {"high", loss.high}, {"norm", series},    {"batch", panel}};
  chart.mark = LineWithBand{"images", "loss", "low", "high", "norm"};
  chart.facet = "batch";
  chart.x.title = "images seen (thousands)";
  chart.y.title = "cross-entropy (nats)";
  chart.y.scale = Scale::log10;
  return chart;
}

void count_runs(const std::vector<Json>& rows, Report& report) {
  report.runs = rows.size();
  for (const Json& row : rows) {
    const std::string status = status_of(row);
    if (status == "finished") continue;
    (status == "diverged" ? report.diverged : report.crashed) += 1;
    const Cell cell{{{"norm", row.at("norm")}, {"batch", row.at("batch")}, {"seed", row.at("seed")}}};
    report.failures.push_back(cell.name() + ": " + status +
                              (row.contains("reason")
                                   ? ", " + row.at("reason").get<std::string>()
                                   : " after step " + text(row.at("steps_done").get<std::size_t>())));
  }
}

}  // namespace gg::lab
