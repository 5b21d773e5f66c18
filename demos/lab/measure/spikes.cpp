#include "demos/lab/measure/spikes.hpp"

#include <cmath>

#include "demos/lab/measure/statistics.hpp"

namespace gg::lab {

std::vector<std::size_t> spikes(const Curve& losses, std::size_t window) {
  check_finite_curve("spike_rate", losses);
  check_window("spike_rate", window, 3, losses.size() - 1);
  std::vector<std::size_t> found;
  for (std::size_t t = window; t < losses.size(); ++t) {
    const auto here = losses.begin() + static_cast<long>(t);
    std::vector<double> values(here - static_cast<long>(window), here);
    const double middle = median(values);
    for (double& value : values) value = std::abs(value - middle);
    if (losses[t] > middle + 5 * median(values)) found.push_back(t + 1);
  }
  return found;
}

double spike_rate(const Curve& losses, std::size_t window) {
  const auto count = static_cast<double>(spikes(losses, window).size());
  return count / static_cast<double>(losses.size() - window);
}

}  // namespace gg::lab
