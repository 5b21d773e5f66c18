// What the papers of the family report, held against a comparison of it.
#pragma once

#include <string>
#include <vector>

#include "demos/lab/report/normalizer_scores.hpp"

namespace gg::lab {

// One sentence a published effect (claim_text) of which both normalizers were trained at a batch of the kind:
// "small" is the smallest if it is at most 4, "ordinary" the largest if it is at least 16.
std::vector<std::string> normalizer_claims(const NormalizerScores& scores);

}  // namespace gg::lab
