#include <algorithm>
#include <cmath>
#include <vector>

double check_gradient(const gg::check::VectorFunction& f, const gg::check::VectorMap& gradient,
                      const std::vector<double>& x, double h) {
  const std::vector<double> claimed = gradient(x);
  double worst = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    std::vector<double> above = x, below = x;
    above[i] += h;
    below[i] -= h;
    worst = std::max(worst, std::abs(claimed[i] - (f(above) - f(below)) / (2 * h)));
  }
  return worst;
}
