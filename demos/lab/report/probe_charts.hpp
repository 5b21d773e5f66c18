// From what probes saw in trainings to charts: one for each quantity, a panel for each place in the net.
//
// A row has norm, seed, status and, unless it crashed, "probes": under the name of each probe what probe_json
// makes of it.
#pragma once

#include <string>
#include <vector>

#include "demos/lab/json.hpp"
#include "demos/lab/report/report.hpp"

namespace gg::lab {

// Against the optimizer step, a line for each normalizer with the band of its seeds; in the order of the
// table of probes. A chart is called after its quantity ("dead_share"). Runs that diverged count up to where
// they did. `trained` is what was trained on what.
std::vector<NamedChart> probe_charts(const std::vector<Json>& rows, const std::string& trained);

// What the probes of these names measure, one note; empty if none of them is one of numbers.
std::vector<std::string> probe_notes(const std::vector<std::string>& probes);

}  // namespace gg::lab
