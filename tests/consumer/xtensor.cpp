// Prints a tensor that was made from an xtensor expression.
#include <iostream>
#include <xtensor/xbuilder.hpp>

#include "core/groupgrad.hpp"
#include "core/xtensor.hpp"

int main() { std::cout << gg::from_xtensor(xt::arange(3) * 2).at({2}) << "\n"; }
