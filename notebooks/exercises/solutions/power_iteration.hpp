#include <cmath>
#include <cstddef>
#include <vector>

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

std::vector<double> unit(std::vector<double> v) {
  const double length = std::sqrt(dot(v, v));
  for (double& x : v) x /= length;
  return v;
}

double power_iteration(const gg::check::VectorMap& product, const std::vector<double>& start,
                       std::size_t iterations) {
  std::vector<double> v = unit(start);
  for (std::size_t i = 0; i < iterations; ++i) v = unit(product(v));
  return dot(v, product(v));
}
