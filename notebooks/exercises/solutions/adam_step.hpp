#include <cmath>
#include <cstddef>
#include <tuple>

gg::check::AdamState adam_step(double weight, double m, double v, double gradient, std::size_t t, double lr,
                               double beta1, double beta2, double eps) {
  m = beta1 * m + (1 - beta1) * gradient;
  v = beta2 * v + (1 - beta2) * gradient * gradient;
  const double steps = static_cast<double>(t);
  const double m_hat = m / (1 - std::pow(beta1, steps)), v_hat = v / (1 - std::pow(beta2, steps));
  return {weight - lr * m_hat / (std::sqrt(v_hat) + eps), m, v};
}
