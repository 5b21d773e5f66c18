// The chart of a family of normalizers.
#pragma once

#include <optional>
#include <string>

#include "demos/lab/report/normalizer_scores.hpp"
#include "demos/lab/report/report.hpp"

namespace gg::lab {

// Bars, one a normalizer, in panels with axes of their own: validation error at each batch; seed range,
// gradient-norm variation, speed and memory at the largest. Error bars are one standard deviation of the
// seeds to each side, those of the speed quartiles over rounds. `trained` is what was trained on what.
// Nothing if there is nothing to show.
std::optional<NamedChart> normalizer_chart(const NormalizerScores& scores, const std::string& trained);

}  // namespace gg::lab
