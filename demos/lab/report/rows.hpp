// Rows of a results file, picked and sorted for tables, charts and findings.
//
// A row is a JSON object with the coordinates of its cell, "status" ("finished", "diverged" or "crashed"),
// and what was measured.
#pragma once

#include <string>
#include <vector>

#include "demos/lab/json.hpp"
#include "demos/lab/report/comparison.hpp"
#include "demos/lab/report/report.hpp"
#include "demos/lab/sweep/cell.hpp"

namespace gg::lab {

bool has_finished(const Json& row);

// Those whose `key` is that value; rows without the key are left out.
std::vector<Json> rows_where(const std::vector<Json>& rows, const std::string& key, const Json& value);

// The numbers under `key` of the rows that finished, in their order. Rows that lack it or hold null there (a
// number that was not finite) are left out.
std::vector<double> values_of(const std::vector<Json>& rows, const std::string& key);

// The same as a group under that normalizer's name; rows without such a number count as failed.
Group group_of(const std::vector<Json>& rows, const std::string& norm, const std::string& key);

// The values that `key` takes, each once, as they first appear.
std::vector<Json> distinct(const std::vector<Json>& rows, const std::string& key);

// How many seeds there are.
std::size_t seeds_in(const std::vector<Json>& rows);

// How many rows have that status.
std::size_t count_of(const std::vector<Json>& rows, const std::string& status);

// The rows in the order of the cells they belong to, those of none behind them as they were.
std::vector<Json> in_order_of(const std::vector<Cell>& cells, const std::vector<Json>& rows);

// Fills in the report's numbers of runs, diverged and crashed ones, and says why each failed.
void count_runs(const std::vector<Json>& rows, const std::vector<std::string>& coordinates, Report& report);

}  // namespace gg::lab
