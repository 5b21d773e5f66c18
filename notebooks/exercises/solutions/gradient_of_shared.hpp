#include <cmath>

double gradient_of_shared(double x) {
  const double u = x * x;
  const double dy_du = std::sin(u) + u * std::cos(u);  // through the factor, and through the sine
  return dy_du * x + dy_du * x + 1;  // through either factor of u, and through the last term
}
