#include "demos/lab/measure/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

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

std::vector<double> quartiles(std::vector<double> values) {
  values.erase(std::remove_if(values.begin(), values.end(), [](double x) { return !std::isfinite(x); }),
               values.end());
  if (values.empty()) return std::vector<double>(5, std::numeric_limits<double>::quiet_NaN());
  std::sort(values.begin(), values.end());
  std::vector<double> out;
  for (std::size_t i = 0; i <= 4; ++i) out.push_back(values[i * (values.size() - 1) / 4]);
  return out;
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

double student_t_cdf(double t, std::size_t degrees_of_freedom) {
  GG_CHECK(degrees_of_freedom > 0, "student_t_cdf: expected at least 1 degree of freedom, got 0");
  GG_CHECK(std::isfinite(t), "student_t_cdf: expected a finite t, got ", t);
  const auto n = static_cast<double>(degrees_of_freedom);
  const double angle = std::atan(t / std::sqrt(n)), square = std::pow(std::cos(angle), 2);
  const bool odd = degrees_of_freedom % 2 == 1;
  double term = odd ? std::cos(angle) : 1, sum = 0;
  for (std::size_t k = odd ? 3 : 2; k <= degrees_of_freedom; k += 2) {
    sum += term;
    term *= square * static_cast<double>(k - 1) / static_cast<double>(k);
  }
  const double pi = std::acos(-1);
  const double within =
      odd ? 2 / pi * (angle + std::sin(angle) * sum) : std::sin(angle) * sum;  // P(|T| <= t)
  return (1 + within) / 2;
}

double student_t_quantile(double p, std::size_t degrees_of_freedom) {
  GG_CHECK(p > 0 && p < 1, "student_t_quantile: expected p between 0 and 1, got ", p);
  double low = -1, high = 1;
  while (student_t_cdf(low, degrees_of_freedom) > p) low *= 2;
  while (student_t_cdf(high, degrees_of_freedom) < p) high *= 2;
  for (int halving = 0; halving < 100; ++halving) {
    const double middle = (low + high) / 2;
    (student_t_cdf(middle, degrees_of_freedom) < p ? low : high) = middle;
  }
  return high;
}

Summary summarize(const std::vector<double>& values) {
  check_values("summarize", values);
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return {values.size(), mean(values), sample_sd(values), *low, *high};
}

}  // namespace gg::lab
