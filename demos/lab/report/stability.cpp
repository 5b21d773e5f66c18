#include "demos/lab/report/stability.hpp"

#include <algorithm>
#include <cctype>
#include <functional>
#include <set>
#include <tuple>

#include "core/check.hpp"
#include "demos/lab/chart/style.hpp"
#include "demos/lab/text.hpp"
#include "layers/make_norm.hpp"

namespace gg::lab {
namespace {

std::string place_of(const StabilityCell& cell) {
  return cell.norm + ", batch " + text(cell.batch) + ", seed " + text(cell.seed);
}

std::string table_cell(const StabilityGrid& grid, const std::string& norm, int batch) {
  const auto errors = grid.errors(norm, batch);
  std::vector<std::string> parts;
  if (!errors.empty()) parts.push_back(mean_and_sd_text(errors, 2));
  if (const auto count = grid.diverged(norm, batch)) parts.push_back(text(count) + " diverged");
  if (const auto count = grid.crashed(norm, batch)) parts.push_back(text(count) + " crashed");
  std::string out;
  for (const auto& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out.empty() ? "-" : out;
}

}  // namespace

std::string name_of_norm(const std::string& norm) {
  if (family_of(norm) == "none") return norm;
  std::string name = norm;
  for (std::size_t i = 0; i < name.size() && name[i] != ':'; ++i) {
    name[i] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[i])));
  }
  return name;
}

StabilityGrid::StabilityGrid(std::vector<StabilityCell> cells, Protocol protocol)
    : cells_(std::move(cells)), protocol_(protocol) {
  std::set<std::tuple<std::string, int, int>> seen;
  std::set<int, std::greater<>> batches;
  for (const auto& cell : cells_) {
    GG_CHECK(seen.emplace(cell.norm, cell.batch, cell.seed).second, "there are two runs of ", place_of(cell));
    GG_CHECK(cell.diverged || cell.crashed || (cell.error >= 0 && cell.error <= 100), place_of(cell),
             ": expected an error between 0 and 100 percent, got ", cell.error);
    if (std::find(norms_.begin(), norms_.end(), cell.norm) == norms_.end()) norms_.push_back(cell.norm);
    batches.insert(cell.batch);
  }
  batches_.assign(batches.begin(), batches.end());
  std::stable_sort(cells_.begin(), cells_.end(),
                   [](const StabilityCell& a, const StabilityCell& b) { return a.seed < b.seed; });
}

bool StabilityGrid::constant_by_construction(const std::string& norm) const {
  return protocol_ == Protocol::micro_batch && !norm_sees_batch(norm);
}

std::vector<StabilityCell> StabilityGrid::runs(const std::string& norm, int batch) const {
  std::vector<StabilityCell> out;
  for (const auto& cell : cells_) {
    if (cell.norm == norm && cell.batch == batch) out.push_back(cell);
  }
  return out;
}

bool StabilityGrid::has_runs(const std::string& norm, int batch) const { return !runs(norm, batch).empty(); }

// The batch whose runs count for this one.
int StabilityGrid::source_of(const std::string& norm, int batch) const {
  if (!constant_by_construction(norm) || has_runs(norm, batch)) return batch;
  std::vector<int> trained;
  for (int b : batches_) {
    if (has_runs(norm, b)) trained.push_back(b);
  }
  return trained.size() == 1 ? trained.front() : batch;
}

std::vector<double> StabilityGrid::errors(const std::string& norm, int batch) const {
  std::vector<double> out;
  for (const auto& cell : runs(norm, source_of(norm, batch))) {
    if (!cell.diverged && !cell.crashed) out.push_back(cell.error);
  }
  return out;
}

Group StabilityGrid::group(const std::string& norm, int batch) const {
  const std::vector<double> values = errors(norm, batch);
  return {name_of_norm(norm), values, runs(norm, source_of(norm, batch)).size() - values.size()};
}

std::vector<int> StabilityGrid::batches_with_errors(const std::string& norm) const {
  std::vector<int> out;
  for (int batch : batches_) {
    if (!errors(norm, batch).empty()) out.push_back(batch);
  }
  return out;
}

std::size_t StabilityGrid::diverged(const std::string& norm, int batch) const {
  const auto all = runs(norm, batch);
  return static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(), [](const auto& c) { return c.diverged; }));
}

std::size_t StabilityGrid::crashed(const std::string& norm, int batch) const {
  const auto all = runs(norm, batch);
  return static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(), [](const auto& c) { return c.crashed; }));
}

Table stability_table(const StabilityGrid& grid) {
  Table table;
  table.title = "Validation error in percent, mean ± standard deviation over seeds";
  table.columns = {"norm"};
  for (int batch : grid.batches()) table.columns.push_back("batch " + text(batch));
  for (const auto& norm : grid.norms()) {
    table.rows.push_back({name_of_norm(norm)});
    for (int batch : grid.batches()) table.rows.back().push_back(table_cell(grid, norm, batch));
  }
  return table;
}

}  // namespace gg::lab
