#include "demos/lab/report/comparison.hpp"

#include <cmath>

#include "demos/lab/report/statistics.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

Verdict verdict_on(const Comparison& c) {
  if (c.n_from < 3 || c.n_to < 3) return Verdict::too_few;
  const Verdict direction = c.difference() < 0 ? Verdict::lower : Verdict::higher;
  if (!c.d) return direction;
  if (std::abs(*c.d) < 1) return Verdict::within_spread;
  const auto n = static_cast<double>(c.n_from), m = static_cast<double>(c.n_to);
  const double t = std::abs(*c.d) * std::sqrt(n * m / (n + m));
  return t > critical_t(c.n_from + c.n_to - 2) ? direction : Verdict::unclear;
}

}  // namespace

Comparison compare(const std::vector<double>& from, const std::vector<double>& to) {
  Comparison comparison{mean(from),  mean(to),  effect_size(from, to),
                        from.size(), to.size(), Verdict::too_few};
  comparison.verdict = verdict_on(comparison);
  return comparison;
}

std::string evidence(const Comparison& comparison, const std::string& unit, int digits) {
  const std::string seeds =
      comparison.n_from == comparison.n_to
          ? count_text(comparison.n_to, "seed")
          : std::to_string(comparison.n_from) + " and " + count_text(comparison.n_to, "seed");
  const std::string d = comparison.d ? "d = " + with_sign(*comparison.d, 1) + ", " : "";
  return with_sign(comparison.difference(), digits) + (unit.empty() ? "" : " " + unit) + ", " + d + seeds;
}

}  // namespace gg::lab
