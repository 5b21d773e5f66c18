// From rows of a batch-size sweep to its grid and charts.
//
// A row has norm, batch, seed, status ("finished", "diverged" or "crashed"), validation_error in percent if
// finished, and curve, as curve_json gives it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "demos/lab/chart/chart.hpp"
#include "demos/lab/json.hpp"
#include "demos/lab/report/report.hpp"
#include "demos/lab/report/stability.hpp"

namespace gg::lab {

StabilityGrid stability_grid(const std::vector<Json>& rows, Protocol protocol);

// The rows by normalizer (in the order of `norms`, others behind them), batch (falling) and seed:
// cells finish in any order.
void sort_rows(std::vector<Json>& rows, const std::vector<std::string>& norms);

// Mean validation error against batch size, one line a normalizer, with a band of one standard deviation of
// the seeds to each side. `trained` is what was trained on what. Nothing if no run ended well.
std::optional<Chart> error_chart(const StabilityGrid& grid, const std::string& trained);

// Mean training loss against images seen, one panel a batch size. Bands as above. Only where every seed has a
// value; nothing if there is no such place.
std::optional<Chart> curves_chart(const std::vector<Json>& rows);

// Those of the two that there are.
std::vector<NamedChart> stability_charts(const StabilityGrid& grid, const std::vector<Json>& rows,
                                         const std::string& trained);

}  // namespace gg::lab
