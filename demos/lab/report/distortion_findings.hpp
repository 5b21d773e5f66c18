// What a sweep over distortions found, in plain words, each sentence computed from the results.
#pragma once

#include <string>
#include <vector>

#include "demos/lab/report/distorted_runs.hpp"

namespace gg::lab {

// In this order, each only if there are data for it: what each distortion does to each normalizer; each group
// norm's rise against batch norm's; what Gunawan, Yin and Zhang (2022) report of noise, of dropout and of
// their own layer, and whether it shows; runs that failed. If no run ended well, that comes first.
std::vector<std::string> distortion_findings(const DistortedRuns& runs);

}  // namespace gg::lab
