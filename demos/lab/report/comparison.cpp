#include "demos/lab/report/comparison.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "demos/lab/measure/statistics.hpp"
#include "demos/lab/report/table.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

constexpr double one_in_twenty = 0.05;

// The chance of a d as low as this, or lower, if the true one is `truth`.
double chance_below(double d, double truth, const Comparison& c) {
  const auto n = static_cast<double>(c.n_from), m = static_cast<double>(c.n_to);
  return student_t_cdf((d - truth) * std::sqrt(n * m / (n + m)), c.n_from + c.n_to - 2);
}

Verdict verdict_on(const Comparison& c) {
  if (c.failed > 0) return Verdict::incomplete;
  if (std::min(c.n_from, c.n_to) < fewest_to_judge) return Verdict::too_few;
  const Verdict direction = c.difference() < 0 ? Verdict::lower : Verdict::higher;
  if (!c.d) return direction;
  if (std::abs(*c.d) < effect_worth_naming) return Verdict::within_spread;
  return 2 * chance_below(-std::abs(*c.d), 0, c) < one_in_twenty ? direction : Verdict::unclear;
}

}  // namespace

Comparison compare(const Group& from, const Group& to) {
  Comparison comparison;
  comparison.from = mean(from.values);
  comparison.to = mean(to.values);
  comparison.d = effect_size(from.values, to.values);
  comparison.n_from = from.values.size();
  comparison.n_to = to.values.size();
  comparison.failed = from.failed + to.failed;
  comparison.verdict = verdict_on(comparison);
  return comparison;
}

Comparison compare(const std::vector<double>& from, const std::vector<double>& to) {
  return compare(Group{"", from}, Group{"", to});
}

bool excludes(const Comparison& c, Verdict direction) {
  GG_CHECK(direction == Verdict::lower || direction == Verdict::higher,
           "excludes: expected lower or higher for a direction");
  if (c.verdict == Verdict::incomplete || c.verdict == Verdict::too_few) return false;
  const double sign = direction == Verdict::higher ? 1 : -1;
  if (!c.d) return sign * c.difference() < 0;
  return chance_below(sign * *c.d, effect_worth_naming, c) < one_in_twenty;
}

std::string failures_text(const Comparison& c) {
  return c.failed == 0 ? "" : ", " + count_text(c.failed, "run") + " without a number";
}

std::string seeds_text(const Comparison& c) {
  return (c.n_from == c.n_to ? "" : text(c.n_from) + " and ") + count_text(c.n_to, "seed") + failures_text(c);
}

std::string evidence(const Comparison& comparison, const std::string& unit, int digits) {
  const std::string d = comparison.d ? "d = " + with_sign(*comparison.d, 1) + ", " : "";
  const double difference = comparison.difference();
  const std::string shown = number_text(difference, digits);
  return (difference > 0 && shown != fixed(0, digits) ? "+" : "") + shown + (unit.empty() ? "" : " " + unit) +
         ", " + d + seeds_text(comparison);
}

}  // namespace gg::lab
