#include "demos/lab/report/statistics.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/check.hpp"

namespace gg::lab {
namespace {

void check_values(const char* function, const std::vector<double>& values) {
  GG_CHECK(!values.empty(), function, ": expected at least one value, got none");
  for (std::size_t i = 0; i < values.size(); ++i) {
    GG_CHECK(std::isfinite(values[i]), function, ": expected finite values, got ", values[i], " at index ",
             i);
  }
}

double sum_of_squares(const std::vector<double>& values) {
  const double center = mean(values);
  double sum = 0;
  for (double value : values) sum += (value - center) * (value - center);
  return sum;
}

}  // namespace

double mean(const std::vector<double>& values) {
  check_values("mean", values);
  // From the first value on, so that equal values have exactly that mean and no spread.
  double sum = 0;
  for (double value : values) sum += value - values[0];
  return values[0] + sum / static_cast<double>(values.size());
}

double median(const std::vector<double>& values) {
  check_values("median", values);
  std::vector<double> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  const std::size_t half = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

double sample_sd(const std::vector<double>& values) {
  check_values("sample_sd", values);
  if (values.size() == 1) return 0;
  return std::sqrt(sum_of_squares(values) / static_cast<double>(values.size() - 1));
}

double pooled_sd(const std::vector<double>& a, const std::vector<double>& b) {
  check_values("pooled_sd", a);
  check_values("pooled_sd", b);
  const std::size_t degrees = a.size() + b.size() - 2;
  if (degrees == 0) return 0;
  return std::sqrt((sum_of_squares(a) + sum_of_squares(b)) / static_cast<double>(degrees));
}

std::optional<double> effect_size(const std::vector<double>& a, const std::vector<double>& b) {
  const double difference = mean(b) - mean(a);
  if (a.size() < 2 || b.size() < 2) return std::nullopt;
  const double spread = pooled_sd(a, b);
  if (spread > 0) return difference / spread;
  return difference == 0 ? std::optional<double>(0) : std::nullopt;
}

double critical_t(std::size_t degrees_of_freedom) {
  static constexpr std::array<double, 30> table = {12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306,
                                                   2.262,  2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
                                                   2.110,  2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064,
                                                   2.060,  2.056, 2.052, 2.048, 2.045, 2.042};
  GG_CHECK(degrees_of_freedom > 0, "critical_t: expected at least 1 degree of freedom, got 0");
  if (degrees_of_freedom <= table.size()) return table[degrees_of_freedom - 1];
  return 1.960 + 2.46 / static_cast<double>(degrees_of_freedom);
}

Summary summarize(const std::vector<double>& values) {
  check_values("summarize", values);
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return {values.size(), mean(values), sample_sd(values), *low, *high};
}

}  // namespace gg::lab
