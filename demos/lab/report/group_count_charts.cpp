#include "demos/lab/report/group_count_charts.hpp"

#include <algorithm>
#include <optional>

#include "core/check.hpp"
#include "demos/lab/measure/statistics.hpp"
#include "demos/lab/report/bands.hpp"
#include "demos/lab/report/rows.hpp"
#include "demos/lab/report/stability.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

struct Measure {
  const char *key, *title;
  double factor;  // from the number in a row to that shown
};

constexpr Measure kError = {"validation_error", "validation error (%)", 1};
constexpr Measure kVariation = {"gradient_variation", "gradient-norm variation", 1};
constexpr Measure kSpikes = {"spike_rate", "spikes (% of steps)", 100};

std::vector<double> values_at(const std::vector<Json>& rows, const std::string& norm,
                              const Measure& measure) {
  std::vector<double> values = values_of(rows_where(rows, "norm", norm), measure.key);
  for (double& value : values) value *= measure.factor;
  return values;
}

void name_axis(Chart& chart, const GroupAxis& axis) {
  chart.x.title = axis.title;
  for (std::size_t i = 0; i < axis.places.size(); ++i)
    chart.x.ticks.push_back({static_cast<double>(i), axis.places[i].tick});
  chart.x.low = -0.3;
  chart.x.high = static_cast<double>(axis.places.size()) - 0.7;
}

// The points of one measure along the axis, as columns of a chart.
struct Points {
  Numbers place;
  Band band;
  Texts facet;
  SeedsText seeds;

  void add(const std::vector<Json>& rows, const GroupAxis& axis, const Measure& measure) {
    for (std::size_t i = 0; i < axis.places.size(); ++i) {
      const std::vector<double> values = values_at(rows, axis.places[i].norm, measure);
      if (values.empty()) continue;
      place.push_back(static_cast<double>(i));
      band.push_back(values);
      facet.push_back(measure.title);
      seeds.add(values.size());
    }
  }

  void put_into(Chart& chart) const {
    chart.columns = {{"place", place},    {"value", band.mean}, {"low", band.low},
                     {"high", band.high}, {"measure", facet},   {"series", Texts(place.size(), "GN")}};
    chart.mark = LineWithBand{"place", "value", "low", "high", "series"};
  }
};

// Normalizers that stand on none of the axes.
std::vector<std::string> references_of(const std::vector<Json>& rows, const std::vector<GroupAxis>& axes) {
  std::vector<std::string> others;
  for (const Json& norm : distinct(rows, "norm")) {
    const bool placed = std::any_of(axes.begin(), axes.end(), [&](const GroupAxis& axis) {
      return std::any_of(axis.places.begin(), axis.places.end(),
                         [&](const GroupAxis::Place& place) { return norm == place.norm; });
    });
    if (!placed) others.push_back(norm);
  }
  return others;
}

std::optional<Chart> error_chart(const std::vector<Json>& rows, const std::vector<GroupAxis>& axes,
                                 const GroupAxis& axis, const std::string& trained) {
  Points points;
  points.add(rows, axis, kError);
  if (points.place.empty()) return std::nullopt;
  Chart chart;
  chart.title = "Validation error by " + axis.before;
  chart.subtitle = trained + ", " + points.seeds.text();
  points.put_into(chart);
  name_axis(chart, axis);
  chart.y.title = kError.title;
  for (const std::string& norm : references_of(rows, axes)) {
    const std::vector<double> errors = values_at(rows, norm, kError);
    if (errors.empty()) continue;
    chart.references.push_back(
        {ReferenceLine::Across::y, mean(errors), name_of_norm(norm) + " " + fixed(mean(errors), 2)});
  }
  return chart;
}

std::optional<Chart> stability_chart(const std::vector<Json>& rows, const GroupAxis& axis,
                                     const std::string& trained) {
  Points points;
  for (const Measure& measure : {kVariation, kSpikes}) points.add(rows, axis, measure);
  if (points.place.empty()) return std::nullopt;
  Chart chart;
  chart.title = "Stability of training by " + axis.before;
  chart.subtitle = trained + ", " + points.seeds.text();
  chart.caption =
      "Gradient-norm variation: standard deviation over mean of the gradient's length, in windows of 50 "
      "steps (mean over all windows). A spike is a loss above median + 5 MAD of the 50 before it.";
  points.put_into(chart);
  chart.facet = "measure";
  chart.free_y = true;
  name_axis(chart, axis);
  return chart;
}

}  // namespace

GroupAxis axis_of_groups(const std::vector<std::size_t>& groups) {
  GroupAxis axis{"groups", "number of groups G", "number of groups", {{"ln", "1 (LN)"}}};
  for (std::size_t count : groups) axis.places.push_back({"gn:" + text(count), text(count)});
  axis.places.push_back({"in", "C (IN)"});
  return axis;
}

GroupAxis axis_of_channels(const std::vector<std::size_t>& channels) {
  GroupAxis axis{"channels", "channels a group", "channels a group", {{"in", "1 (IN)"}}};
  for (std::size_t count : channels) axis.places.push_back({"gn:c" + text(count), text(count)});
  axis.places.push_back({"ln", "C (LN)"});
  return axis;
}

std::vector<NamedChart> group_count_charts(const std::vector<Json>& rows, const std::vector<GroupAxis>& axes,
                                           const std::string& trained) {
  std::vector<NamedChart> charts;
  for (const GroupAxis& axis : axes) {
    if (const auto chart = error_chart(rows, axes, axis, trained))
      charts.push_back({"error_by_" + axis.name, *chart});
    if (const auto chart = stability_chart(rows, axis, trained))
      charts.push_back({"stability_by_" + axis.name, *chart, {960, 420}});
  }
  return charts;
}

Table group_count_table(const std::vector<Json>& rows) {
  Table table;
  table.title = "Mean ± standard deviation of the seeds";
  table.columns = {"norm", kError.title, kVariation.title, kSpikes.title, "failed"};
  for (const Json& norm : distinct(rows, "norm")) {
    const std::vector<Json> own = rows_where(rows, "norm", norm);
    const auto failed = count_of(own, "diverged") + count_of(own, "crashed");
    table.rows.push_back({name_of_norm(norm), mean_and_sd_text(values_at(rows, norm, kError), 2),
                          mean_and_sd_text(values_at(rows, norm, kVariation), 3),
                          mean_and_sd_text(values_at(rows, norm, kSpikes), 2), text(failed)});
  }
  return table;
}

}  // namespace gg::lab
