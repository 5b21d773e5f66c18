#include "demos/lab/measure/stable_rate.hpp"

#include <cmath>
#include <map>

#include "core/check.hpp"
#include "demos/lab/measure/statistics.hpp"

namespace gg::lab {

bool stable(const Curve& losses, std::size_t window) {
  GG_CHECK(!losses.empty(), "stable: expected a curve of at least one step, got none");
  if (diverged(losses)) return false;
  check_window("stable", window, 1, losses.size());
  return mean({losses.end() - static_cast<long>(window), losses.end()}) < losses.front();
}

std::optional<double> largest_stable_rate(const std::vector<RateRun>& runs, std::size_t window) {
  GG_CHECK(!runs.empty(), "largest_stable_rate: expected at least one run, got none");
  std::map<double, bool> all_stable;
  for (const RateRun& run : runs) {
    GG_CHECK(std::isfinite(run.lr) && run.lr > 0, "largest_stable_rate: expected rates above 0, got ",
             run.lr);
    const auto entry = all_stable.emplace(run.lr, true).first;
    entry->second = stable(run.losses, window) && entry->second;
  }
  for (auto entry = all_stable.rbegin(); entry != all_stable.rend(); ++entry) {
    if (entry->second) return entry->first;
  }
  return std::nullopt;
}

std::vector<double> rate_grid(double low, double high, std::size_t points) {
  GG_CHECK(low > 0 && low < high && std::isfinite(high) && points >= 2,
           "rate_grid: expected 0 < low < high and at least 2 points, got ", low, ", ", high, " and ", points,
           " points");
  std::vector<double> rates;
  for (std::size_t i = 0; i < points; ++i)
    rates.push_back(low * std::pow(high / low, static_cast<double>(i) / static_cast<double>(points - 1)));
  rates.back() = high;
  return rates;
}

}  // namespace gg::lab
