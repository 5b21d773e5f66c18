// Charts, tables and findings of trainings with swapped normalizers.
#pragma once

#include <string>
#include <vector>

#include "demos/lab/report/period_runs.hpp"
#include "demos/lab/report/report.hpp"

namespace gg::lab {

// Those of these that there is something for: the error against the step; the training loss less that without
// normalization, seed by seed; the final error against the step of the swap, a panel for each normalizer that
// trainings began with; and the training loss of those swapped at the middle one of the steps. `trained` is
// what was trained on what.
std::vector<NamedChart> periods_charts(const PeriodRuns& runs, const std::string& trained);

// A row a normalizer: mean training loss of each third, final error, runs that did not finish.
Table thirds_table(const PeriodRuns& runs);

// A row a normalizer, a column for each step at which was evaluated.
Table errors_table(const PeriodRuns& runs);

// A row a swap, a column for each step at which was swapped: the final error.
Table swaps_table(const PeriodRuns& runs);

// Likewise: the rise of the loss at the swap, and after how many steps it was made good (means over seeds).
Table shocks_table(const PeriodRuns& runs);

// In this order, each only if there are data for it: each normalizer against none by training loss and by
// validation error (what was published of bands is held against bands, see period_bands.hpp); each swap
// against its control, step by step; how much bringing running statistics up to date mattered; runs that
// diverged.
std::vector<std::string> periods_findings(const PeriodRuns& runs);

}  // namespace gg::lab
