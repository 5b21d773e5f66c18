#include <cmath>
#include <cstddef>

double cosine_rate(std::size_t step, std::size_t warmup, std::size_t steps, double lr) {
  if (step < warmup) return lr * static_cast<double>(step + 1) / static_cast<double>(warmup);
  const double over = static_cast<double>(step - warmup) / static_cast<double>(steps - warmup);
  return lr * (1 + std::cos(std::acos(-1.0) * over)) / 2;
}
