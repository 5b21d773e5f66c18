#include <algorithm>

#include "core/tensor.hpp"

double band_area(const gg::Tensor& losses) {
  const std::size_t rates = losses.size(0), steps = losses.size(1);
  double area = 0;
  for (std::size_t t = 0; t < steps; ++t) {
    double low = losses.at({0, t}), high = low;
    for (std::size_t r = 1; r < rates; ++r) {
      low = std::min<double>(low, losses.at({r, t}));
      high = std::max<double>(high, losses.at({r, t}));
    }
    area += (high - low) / static_cast<double>(steps);
  }
  return area;
}
