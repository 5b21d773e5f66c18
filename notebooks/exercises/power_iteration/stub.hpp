#include <cmath>
#include <cstddef>
#include <vector>

double power_iteration(const gg::check::VectorMap& product, const std::vector<double>& start,
                       std::size_t iterations) {
  (void)product, (void)start, (void)iterations;
  gg::check::not_written();
}
