// What the comparison of a family of normalizers found, in plain words, each sentence computed from the
// results.
#pragma once

#include <string>
#include <vector>

#include "demos/lab/report/normalizer_scores.hpp"

namespace gg::lab {

// In this order, each only if there are data for it: the lowest error at each batch, and what is not clearly
// behind; how the error changes from the largest to the smallest batch; the steadiest and the least steady
// gradient; the fastest and the slowest, the leanest and the most wasteful; what the papers report, and
// whether it shows; runs that failed. If no run ended well, that comes first.
std::vector<std::string> normalizer_findings(const NormalizerScores& scores);

}  // namespace gg::lab
