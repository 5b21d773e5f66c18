#include <cmath>
#include <cstddef>

double cosine_rate(std::size_t step, std::size_t warmup, std::size_t steps, double lr) {
  (void)step, (void)warmup, (void)steps, (void)lr;
  gg::check::not_written();
}
