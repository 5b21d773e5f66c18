// Charts of a sweep over distortions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "demos/lab/chart/chart.hpp"
#include "demos/lab/report/distorted_runs.hpp"
#include "demos/lab/report/report.hpp"

namespace gg::lab {

// Mean validation error against the strength of a distortion, from none at 0: one panel a kind, one line a
// normalizer with a band of one standard deviation of the seeds to each side. Noise whose mean is not close
// to 0 (the published big one) has no place on this axis. `trained` is what was trained on what. Nothing if
// no distorted run finished.
std::optional<Chart> strength_chart(const DistortedRuns& runs, const std::string& trained);

// Mean rise of the error by normalizer, one panel a distortion: the published noise, dropout and input noise.
// Error bars of one standard deviation of the rises to each side. Nothing if there is no rise.
std::optional<Chart> rise_chart(const DistortedRuns& runs, const std::string& trained);

// Those of the two that there are.
std::vector<NamedChart> distortion_charts(const DistortedRuns& runs, const std::string& trained);

}  // namespace gg::lab
