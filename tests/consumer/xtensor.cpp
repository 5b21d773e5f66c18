// Prints a number of a tensor that was made from an xtensor expression.
#include "core/xtensor.hpp"

#include <iostream>

int main() {
  const xt::xarray<double> a = {0, 1, 2};
  std::cout << gg::from_xtensor(a * 2).at({2}) << "\n";
}
