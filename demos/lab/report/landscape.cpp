#include "demos/lab/report/landscape.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "demos/lab/measure/statistics.hpp"
#include "demos/lab/report/ratio.hpp"
#include "demos/lab/report/rows.hpp"
#include "demos/lab/report/seed_curves.hpp"
#include "demos/lab/report/stability.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

std::string error_text(const std::vector<Json>& runs) {
  const std::vector<double> errors = values_of(runs, "validation_error");
  std::vector<std::string> parts;
  if (!errors.empty()) parts.push_back(mean_and_sd_text(errors, 2));
  for (const char* status : {"diverged", "crashed"}) {
    if (const std::size_t count = count_of(runs, status)) parts.push_back(text(count) + " " + status);
  }
  return list_text(parts);
}

// "3.1 (2.9 to 3.4), 1 without a number": that of a run that finished.
std::string measure_cell(const std::vector<Json>& runs, const std::string& norm, const std::string& key) {
  const Group medians = medians_of(runs, norm, key);
  const std::size_t without = count_of(runs, "finished") - medians.values.size();
  return ratio_cell(medians.values) + (without == 0 ? "" : ", " + text(without) + " without a number");
}

}  // namespace

const std::vector<LandscapeMeasure>& landscape_measures() {
  static const std::vector<LandscapeMeasure> measures = {{"loss_variation", "loss variation", " nats"},
                                                         {"gradient_change", "gradient change", ""},
                                                         {"beta_smoothness", "effective beta-smoothness", ""},
                                                         {"sharpness", "sharpness", ""},
                                                         {"critical_sharpness", "critical sharpness", ""}};
  return measures;
}

std::optional<double> median_of(const Json& row, const std::string& key) {
  std::vector<double> values = list_of(row, key);
  if (values.empty()) return std::nullopt;
  for (double& value : values) {
    if (!std::isfinite(value)) value = std::numeric_limits<double>::infinity();
  }
  std::sort(values.begin(), values.end());
  const double middle = (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
  return std::isfinite(middle) && middle > 0 ? std::optional(middle) : std::nullopt;
}

Group medians_of(const std::vector<Json>& runs, const std::string& norm, const std::string& key) {
  Group medians{name_of_norm(norm)};
  for (const Json& run : runs) {
    const auto median = has_finished(run) ? median_of(run, key) : std::nullopt;
    if (median) {
      medians.values.push_back(*median);
    } else {
      ++medians.failed;
    }
  }
  return medians;
}

std::optional<double> unconverged_share(const std::vector<Json>& runs) {
  std::vector<double> open;
  for (const Json& run : runs) {
    for (double settled : list_of(run, "settled")) open.push_back(settled == 0 ? 1 : 0);
  }
  return open.empty() ? std::nullopt : std::optional(mean(open));
}

std::vector<double> noise_scales_of(const std::vector<Json>& runs, Part part) {
  std::vector<double> scales;
  for (const Json& run : runs) {
    const auto scale = noise_scale_of(run, part);
    if (has_finished(run) && scale) scales.push_back(*scale);
  }
  return scales;
}

std::optional<double> noise_scale_of(const Json& row, Part part) {
  const std::vector<double> signal = list_of(row, "gradient_signal"), noise = list_of(row, "gradient_noise");
  const std::size_t count = std::min(signal.size(), noise.size()), third = (count + 2) / 3;
  const std::size_t first = part == Part::last_third ? count - third : 0;
  const std::size_t last = part == Part::first_third ? third : count;
  double signals = 0, noises = 0;
  for (std::size_t i = first; i < last; ++i) {
    signals += signal[i];
    noises += noise[i];
  }
  return signals > 0 && std::isfinite(noises / signals) ? std::optional(noises / signals) : std::nullopt;
}

std::map<double, double> noise_scales_over(const std::vector<Json>& runs) {
  std::map<double, std::pair<double, double>> terms;
  std::map<double, std::size_t> counts;
  std::size_t seen = 0;
  for (const Json& run : runs) {
    const std::vector<double> at = list_of(run, "at"), signal = list_of(run, "gradient_signal"),
                              noise = list_of(run, "gradient_noise");
    seen += at.empty() ? 0 : 1;
    for (std::size_t i = 0; i < std::min({at.size(), signal.size(), noise.size()}); ++i) {
      terms[at[i]].first += signal[i];
      terms[at[i]].second += noise[i];
      ++counts[at[i]];
    }
  }
  std::map<double, double> scales;
  for (const auto& [at, sums] : terms) {
    const double scale = sums.second / sums.first;
    if (counts[at] == seen && sums.first > 0 && std::isfinite(scale)) scales[at] = scale;
  }
  return scales;
}

Table landscape_table(const std::vector<Json>& rows) {
  Table table;
  table.title = "Medians over the training: geometric mean over seeds (smallest to largest)";
  table.columns = {"norm", "validation error (%)"};
  for (const LandscapeMeasure& measure : landscape_measures())
    table.columns.push_back(measure.name + (measure.unit.empty() ? "" : " (" + measure.unit.substr(1) + ")"));
  table.columns.emplace_back("noise scale (images)");
  table.columns.emplace_back("sharpness a lower bound (% of looks)");
  for (const Json& norm : distinct(rows, "norm")) {
    const std::vector<Json> runs = rows_where(rows, "norm", norm);
    table.rows.push_back({name_of_norm(norm), error_text(runs)});
    for (const LandscapeMeasure& measure : landscape_measures())
      table.rows.back().push_back(measure_cell(runs, norm, measure.key));
    table.rows.back().push_back(ratio_cell(noise_scales_of(runs)));
    const std::optional<double> open = unconverged_share(runs);
    table.rows.back().push_back(open ? fixed(100 * *open, 0) : "-");
  }
  return table;
}

}  // namespace gg::lab
