#include "demos/lab/measure/swap_shock.hpp"

#include "core/check.hpp"
#include "demos/lab/measure/statistics.hpp"

namespace gg::lab {

std::optional<SwapShock> swap_shock(const Curve& losses, std::size_t at, std::size_t window) {
  GG_CHECK(window >= 1, "swap_shock: expected a window of at least 1 step, got 0");
  const std::size_t finite = finite_steps(losses);
  if (at < window || at + window > finite) return std::nullopt;
  const auto mean_before = [&](std::size_t end) {
    const auto last = losses.begin() + static_cast<long>(end);
    return mean({last - static_cast<long>(window), last});
  };
  const double before = mean_before(at);
  SwapShock shock;
  shock.jump = mean_before(at + window) - before;
  for (std::size_t end = at + window; end <= finite && !shock.recovery; ++end) {
    if (mean_before(end) < before) shock.recovery = end - at;
  }
  return shock;
}

}  // namespace gg::lab
