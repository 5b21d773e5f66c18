// From rows of a batch-size sweep to its grid and charts.
//
// A row has norm, batch, seed, status ("finished", "diverged" or "crashed"), validation_error in percent if
// finished, and curve, as curve_json gives it.
#pragma once

#include "demos/lab/chart.hpp"
#include "demos/lab/json.hpp"
#include "demos/lab/report.hpp"
#include "demos/lab/stability.hpp"

namespace gg::lab {

StabilityGrid stability_grid(const std::vector<Json>& rows, Protocol protocol);

// Losses of single steps as at most `points` means over equal stretches: {"images": [...], "loss": [...]},
// images being the number seen by the end of the stretch. Losses that are not finite are left out, which ends
// the curve.
Json curve_json(const std::vector<double>& losses, std::size_t images_per_step, std::size_t points);

// Mean validation error against batch size, one line a normalizer, with a band of one standard deviation of
// the seeds to each side.
Chart error_chart(const StabilityGrid& grid, const std::string& data, const std::string& model);

// Mean training loss against images seen, one panel a batch size. Bands as above. Only where every seed has a
// value.
Chart curves_chart(const std::vector<Json>& rows);

// Fills in the report's numbers of runs, diverged and crashed ones, and says why each failed.
void count_runs(const std::vector<Json>& rows, Report& report);

}  // namespace gg::lab
