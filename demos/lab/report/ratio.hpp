// Numbers that spread over orders of magnitude, compared by their logarithms: what counts is their ratio.
#pragma once

#include <string>
#include <vector>

#include "demos/lab/report/claim.hpp"

namespace gg::lab {

// exp(mean(log x)). Throws Error for an empty list and a value that is not finite or not above 0.
double geometric_mean(const std::vector<double>& values);

// compare() of the logarithms; throws as geometric_mean does.
Comparison compare_ratio(const Group& from, const Group& to);

// "BN 0.12 nats against none 0.85 nats is clearly lower (factor 0.141, d = -5.2 of the logarithms, 5 seeds)",
// the numbers being geometric means. `suffix` follows each of them. Of a group without values, why.
std::string ratio_text(const Group& from, const Group& to, const std::string& suffix = "");

// "0.12 (0.1 to 0.15)": the geometric mean, and the smallest and largest value where there are several; "-"
// for none.
std::string ratio_cell(const std::vector<double>& values);

}  // namespace gg::lab
