// Numbers of results, with so many digits as a chart can show, which keeps rows small.
#pragma once

#include <vector>

#include "demos/lab/json.hpp"

namespace gg::lab {

// To so many significant digits, at least 1; what is not finite stays as it is.
double rounded(double value, int digits = 4);

// A list of them; null for what is not finite.
Json rounded(const std::vector<double>& values, int digits = 4);

}  // namespace gg::lab
