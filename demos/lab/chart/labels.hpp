// Labels that would lie on top of each other, nudged apart.
#pragma once

#include <vector>

namespace gg::lab {

// Moves positions as little as possible (least squares) so that they keep their order, lie at least `gap`
// apart and within [low, high]. Where there is not room for all of them they are spread evenly over it.
std::vector<double> spread(const std::vector<double>& positions, double gap, double low, double high);

}  // namespace gg::lab
