#include "demos/lab/measure/rate_band.hpp"

#include <algorithm>
#include <limits>

#include "core/check.hpp"

namespace gg::lab {
namespace {

// The common length; a training that diverged may have stopped before.
std::size_t checked_length(const std::vector<Curve>& curves) {
  GG_CHECK(curves.size() >= 2, "rate_band: expected at least two curves, got ", curves.size());
  std::size_t longest = 0;
  for (const Curve& curve : curves) longest = std::max(longest, curve.size());
  for (std::size_t i = 0; i < curves.size(); ++i) {
    GG_CHECK(!curves[i].empty(), "rate_band: curve ", i, " is empty");
    GG_CHECK(curves[i].size() == longest || diverged(curves[i]), "rate_band: curve ", i,
             " did not diverge and has ", curves[i].size(), " steps, another has ", longest);
  }
  return longest;
}

}  // namespace

RateBand rate_band(const std::vector<Curve>& curves) {
  const std::size_t steps = checked_length(curves);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  RateBand band{Curve(steps, nan), Curve(steps, nan), 0, 0, divergence_count(curves)};
  for (std::size_t t = 0; t < steps; ++t) {
    std::vector<double> values;
    for (const Curve& curve : curves) {
      if (t < finite_steps(curve)) values.push_back(curve[t]);
    }
    if (values.empty()) continue;
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    band.low[t] = *low;
    band.high[t] = *high;
    if (values.size() < 2) continue;
    band.area += *high - *low;
    ++band.compared;
  }
  band.area = band.compared > 0 ? band.area / static_cast<double>(band.compared) : nan;
  return band;
}

}  // namespace gg::lab
