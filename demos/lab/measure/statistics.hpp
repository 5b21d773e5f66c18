// Statistics over a handful of seeds.
//
// Every function but quartiles throws Error when a value is not finite, and on an empty list; none of these
// ever returns NaN.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace gg::lab {

// sum(x) / n
double mean(const std::vector<double>& values);

// The middle value of the sorted list; the mean of the two middle ones when n is even.
double median(const std::vector<double>& values);

// The smallest value, the quartiles and the largest, each the element of rank i (n - 1) / 4 rounded down. Of
// the finite values: a training that diverges may leave others. Five NaN where there are none.
std::vector<double> quartiles(std::vector<double> values);

// sqrt(sum((x - mean)^2) / (n - 1)). One value has no spread to speak of: n = 1 gives 0.
double sample_sd(const std::vector<double>& values);

// sqrt(((n_a - 1) sd_a^2 + (n_b - 1) sd_b^2) / (n_a + n_b - 2)); 0 when both lists hold one value.
double pooled_sd(const std::vector<double>& a, const std::vector<double>& b);

// Cohen's d of going from a to b: (mean(b) - mean(a)) / pooled_sd(a, b). Nothing when either list holds fewer
// than two values, or when neither varies and their means differ; 0 when neither varies and they are equal.
std::optional<double> effect_size(const std::vector<double>& a, const std::vector<double>& b);

// P(T <= t) of Student's t with so many degrees of freedom (at least 1), by the finite sums for whole numbers
// of them (Abramowitz and Stegun, 26.7.3 and 26.7.4).
double student_t_cdf(double t, std::size_t degrees_of_freedom);

// The t with P(T <= t) = p, for p between 0 and 1: 0.975 gives the half width of a 95 % interval, in standard
// errors.
double student_t_quantile(double p, std::size_t degrees_of_freedom);

struct Summary {
  std::size_t count = 0;
  double mean = 0;
  double sd = 0;  // sample_sd; 0 when count is 1
  double min = 0;
  double max = 0;
};

Summary summarize(const std::vector<double>& values);

}  // namespace gg::lab
