#include <algorithm>
#include <cmath>
#include <vector>

double check_gradient(const gg::check::VectorFunction& f, const gg::check::VectorMap& gradient,
                      const std::vector<double>& x, double h) {
  (void)f, (void)gradient, (void)x, (void)h;
  gg::check::not_written();
}
