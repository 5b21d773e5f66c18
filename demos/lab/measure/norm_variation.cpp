#include "demos/lab/measure/norm_variation.hpp"

#include "core/check.hpp"
#include "demos/lab/measure/statistics.hpp"

namespace gg::lab {

Curve gradient_norm_variation(const Curve& gradient_norms, std::size_t window) {
  const char* name = "gradient_norm_variation";
  check_finite_curve(name, gradient_norms);
  check_window(name, window, 2, gradient_norms.size());
  for (double value : gradient_norms)
    GG_CHECK(value >= 0, name, ": expected norms of at least 0, got ", value);
  Curve variation;
  for (auto from = gradient_norms.begin(); gradient_norms.end() - from >= static_cast<long>(window); ++from) {
    const std::vector<double> part(from, from + static_cast<long>(window));
    const double average = mean(part);
    variation.push_back(average > 0 ? sample_sd(part) / average : 0);
  }
  return variation;
}

}  // namespace gg::lab
