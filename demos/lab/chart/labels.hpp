// What stands at a mark: numbers, and names that are nudged apart where they would lie on top of each other.
#pragma once

#include <string>
#include <vector>

namespace gg::lab {

// Moves positions as little as possible (least squares) so that they keep their order, lie at least `gap`
// apart and within [low, high]. Where there is not room for all of them they are spread evenly over it.
std::vector<double> spread(const std::vector<double>& positions, double gap, double low, double high);

// "0.0123", "6.16", "12,345", "1.2e+06": three digits that count, and no exponent where a reader would rather
// see the number.
std::string three_digits(double value);

}  // namespace gg::lab
