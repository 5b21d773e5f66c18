// A normalizer against no normalization in the three thirds of a training.
#pragma once

#include <array>
#include <string>

#include "demos/lab/report/comparison.hpp"

namespace gg::lab {

inline const std::array<std::string, 3> third_names = {"first", "second", "last"};

using Thirds = std::array<Comparison, 3>;

// Differences in nats: "is clearly lower in the first third (-0.300 nats, d = -8.8, 5 seeds); does not differ
// clearly in the ...".
std::string thirds_text(const Thirds& thirds);

}  // namespace gg::lab
