#include "demos/lab/measure/curves.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"

namespace gg::lab {

std::size_t finite_steps(const Curve& curve) {
  const auto end =
      std::find_if(curve.begin(), curve.end(), [](double value) { return !std::isfinite(value); });
  return static_cast<std::size_t>(end - curve.begin());
}

bool diverged(const Curve& losses) { return finite_steps(losses) < losses.size(); }

std::size_t divergence_count(const std::vector<Curve>& losses) {
  return static_cast<std::size_t>(std::count_if(losses.begin(), losses.end(), diverged));
}

void check_finite_curve(const char* measure, const Curve& curve) {
  GG_CHECK(!curve.empty(), measure, ": expected a curve of at least one step, got none");
  const std::size_t steps = finite_steps(curve);
  GG_CHECK(steps == curve.size(), measure, ": expected finite values, got ", curve[steps], " at step ",
           steps + 1);
}

void check_window(const char* measure, std::size_t window, std::size_t least, std::size_t steps) {
  GG_CHECK(window >= least && window <= steps, measure, ": expected a window of ", least, " to ", steps,
           " steps, got ", window);
}

}  // namespace gg::lab
