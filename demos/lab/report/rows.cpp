#include "demos/lab/report/rows.hpp"

#include <algorithm>
#include <map>

#include "core/check.hpp"
#include "demos/lab/report/stability.hpp"

namespace gg::lab {
namespace {

std::string status_of(const Json& row) { return row.at("status").get<std::string>(); }

Json coordinates_of(const Json& row, const std::vector<std::string>& keys) {
  Json coordinates = Json::object();
  for (const std::string& key : keys) coordinates[key] = row.at(key);
  return coordinates;
}

std::string why_it_failed(const Json& row) {
  if (row.contains("reason")) return ", " + row.at("reason").get<std::string>();
  if (row.contains("steps_done")) return " after step " + text(row.at("steps_done").get<std::size_t>());
  return "";
}

bool belongs_to(const Json& row, const Cell& cell) {
  const auto& items = cell.coordinates.items();
  return std::all_of(items.begin(), items.end(), [&](const auto& item) {
    return row.contains(item.key()) && row.at(item.key()) == item.value();
  });
}

}  // namespace

bool has_finished(const Json& row) { return status_of(row) == "finished"; }

std::vector<Json> rows_where(const std::vector<Json>& rows, const std::string& key, const Json& value) {
  std::vector<Json> found;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(found),
               [&](const Json& row) { return row.contains(key) && row.at(key) == value; });
  return found;
}

std::vector<double> values_of(const std::vector<Json>& rows, const std::string& key) {
  std::vector<double> values;
  for (const Json& row : rows) {
    if (has_finished(row) && row.contains(key) && row.at(key).is_number()) values.push_back(row.at(key));
  }
  return values;
}

Group group_of(const std::vector<Json>& rows, const std::string& norm, const std::string& key) {
  const std::vector<Json> own = rows_where(rows, "norm", norm);
  const std::vector<double> values = values_of(own, key);
  return {name_of_norm(norm), values, own.size() - values.size()};
}

std::vector<Json> distinct(const std::vector<Json>& rows, const std::string& key) {
  std::vector<Json> values;
  for (const Json& row : rows) {
    if (row.contains(key) && std::find(values.begin(), values.end(), row.at(key)) == values.end())
      values.push_back(row.at(key));
  }
  return values;
}

std::size_t seeds_in(const std::vector<Json>& rows) { return distinct(rows, "seed").size(); }

std::size_t count_of(const std::vector<Json>& rows, const std::string& status) {
  return static_cast<std::size_t>(
      std::count_if(rows.begin(), rows.end(), [&](const Json& row) { return status_of(row) == status; }));
}

std::vector<Json> in_order_of(const std::vector<Cell>& cells, const std::vector<Json>& rows) {
  const auto place = [&](const Json& row) {
    return std::find_if(cells.begin(), cells.end(), [&](const Cell& cell) { return belongs_to(row, cell); }) -
           cells.begin();
  };
  std::multimap<std::ptrdiff_t, Json> sorted;
  for (const Json& row : rows) sorted.emplace(place(row), row);
  std::vector<Json> out;
  for (const auto& [where, row] : sorted) out.push_back(row);
  return out;
}

void count_runs(const std::vector<Json>& rows, const std::vector<std::string>& coordinates, Report& report) {
  report.runs = rows.size();
  report.diverged = count_of(rows, "diverged");
  report.crashed = count_of(rows, "crashed");
  for (const Json& row : rows) {
    if (has_finished(row)) continue;
    report.failures.push_back(Cell{coordinates_of(row, coordinates)}.name() + ": " + status_of(row) +
                              why_it_failed(row));
  }
}

}  // namespace gg::lab
