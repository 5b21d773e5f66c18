#include "demos/lab/report/group_statistics.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "demos/lab/measure/statistics.hpp"
#include "demos/lab/report/ratio.hpp"
#include "demos/lab/report/rows.hpp"
#include "demos/lab/report/seed_curves.hpp"
#include "demos/lab/report/stability.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

Table widths_table(const std::vector<Json>& rows) {
  Table table;
  table.title =
      "Width of the last norm's input, 99th minus 1st percentile: geometric mean over seeds (smallest to "
      "largest)";
  table.columns = {"norm", "validation error (%)", "at the start", "at the end", "growth", "failed"};
  for (const Json& norm : distinct(rows, "norm")) {
    const std::vector<Json> runs = rows_where(rows, "norm", norm);
    const Widths widths = last_widths(runs);
    const std::size_t failed = count_of(runs, "diverged") + count_of(runs, "crashed");
    table.rows.push_back({name_of_norm(norm), mean_and_sd_text(values_of(runs, "validation_error"), 2),
                          ratio_cell(widths.start), ratio_cell(widths.end), ratio_cell(widths.growth),
                          text(failed)});
  }
  return table;
}

std::string number_cell(double value) { return std::isfinite(value) ? significant(value) : "-"; }

Table shown_table(const Json& run) {
  const Json& shown = run.at("shown");
  const std::vector<double> mean = list_of(shown, "mean"), sd = list_of(shown, "sd");
  const std::size_t each = shown.at("features").at("channels").get<std::size_t>() / mean.size();
  Table table;
  table.title = "Test image " + text(shown.at("index").get<std::size_t>()) + ": the groups of the first " +
                name_of_norm(run.at("norm")) + "'s input";
  table.columns = {"group", "channels", "mean", "standard deviation"};
  for (std::size_t g = 0; g < std::min(mean.size(), sd.size()); ++g) {
    const std::string first = text(g * each + 1), last = text((g + 1) * each);
    table.rows.push_back(
        {text(g + 1), each == 1 ? first : first + " to " + last, number_cell(mean[g]), number_cell(sd[g])});
  }
  return table;
}

}  // namespace

const Json* watched_run(const std::vector<Json>& rows) {
  if (rows.empty()) return nullptr;
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const Json& row) {
    return row.at("norm") == rows.front().at("norm") && has_finished(row);
  });
  return found == rows.end() ? nullptr : &*found;
}

std::optional<Width> last_width(const Json& row) {
  if (!row.contains("layers") || row.at("layers").empty()) return std::nullopt;
  std::vector<double> widths;
  for (const Json& levels : row.at("layers").back().at("percentiles")) {
    if (!levels.front().is_number() || !levels.back().is_number()) return std::nullopt;
    widths.push_back(levels.back().get<double>() - levels.front().get<double>());
    if (!(widths.back() > 0)) return std::nullopt;
  }
  if (widths.empty()) return std::nullopt;
  const auto tenth = static_cast<std::ptrdiff_t>((widths.size() + 9) / 10);
  return Width{widths.front(), mean({widths.end() - tenth, widths.end()})};
}

Widths last_widths(const std::vector<Json>& runs) {
  Widths widths;
  for (const Json& run : runs) {
    const auto width = has_finished(run) ? last_width(run) : std::nullopt;
    if (!width) continue;
    widths.start.push_back(width->start);
    widths.end.push_back(width->end);
    widths.growth.push_back(width->end / width->start);
  }
  return widths;
}

std::vector<Table> group_statistics_tables(const std::vector<Json>& rows) {
  std::vector<Table> tables = {widths_table(rows)};
  if (const Json* run = watched_run(rows)) tables.push_back(shown_table(*run));
  return tables;
}

}  // namespace gg::lab
