#include "demos/lab/chart/axis.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace gg::lab {
namespace {

constexpr double room = 0.05;  // of the span, on either side
constexpr double tolerance = 1e-9;

bool within(const Range& range, double value) {
  const double place = range.place(value);
  return -tolerance <= place && place <= 1 + tolerance;
}

// 1, 2 or 5 times a power of ten.
double round_step(double rough) {
  const double power = std::pow(10, std::floor(std::log10(rough)));
  for (double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= rough * (1 - tolerance)) return factor * power;
  }
  return 10 * power;
}

std::vector<double> linear_ticks(const Range& range, int count) {
  const double step = round_step((range.high - range.low) / count);
  std::vector<double> ticks;
  for (double i = std::ceil(range.low / step - tolerance); i * step <= range.high + step * tolerance; ++i) {
    ticks.push_back(i * step);
  }
  return ticks;
}

std::vector<double> power_ticks(const Range& range, double base, const std::vector<double>& factors) {
  std::vector<double> ticks;
  const double first = std::floor(std::log(range.low) / std::log(base));
  for (double exponent = first; std::pow(base, exponent) <= range.high * (1 + tolerance); ++exponent) {
    for (double factor : factors) {
      const double value = factor * std::pow(base, exponent);
      if (within(range, value)) ticks.push_back(value);
    }
  }
  return ticks;
}

// Every second, third, ... of them, so that at most so many are left.
std::vector<double> thinned(const std::vector<double>& ticks, std::size_t most) {
  const std::size_t step = (ticks.size() + most - 1) / most;
  std::vector<double> out;
  for (std::size_t i = 0; i < ticks.size(); i += step) out.push_back(ticks[i]);
  return out;
}

// The longest stretch of the axis that has no tick, as a share of it: values there cannot be read.
double longest_gap(const Range& range, const std::vector<double>& ticks) {
  double last = 0, longest = 0;
  for (double tick : ticks) {
    const double place = range.reversed ? 1 - range.place(tick) : range.place(tick);
    longest = std::max(longest, place - last);
    last = place;
  }
  return std::max(longest, 1 - last);
}

std::vector<double> log10_ticks(const Range& range, int count) {
  constexpr double longest = 0.35;
  const auto enough = static_cast<std::size_t>(std::max(4, count / 2));
  for (const auto& factors :
       {std::vector<double>{1}, {1, 3}, {1, 2, 5}, {1, 2, 3, 5, 7}, {1, 1.5, 2, 3, 4, 5, 6, 8}}) {
    const auto ticks = thinned(power_ticks(range, 10, factors), static_cast<std::size_t>(2 * count));
    if (ticks.size() >= enough && longest_gap(range, ticks) <= longest) return ticks;
  }
  return linear_ticks(range, std::max(count, 8));  // well below a decade
}

std::vector<double> round_values(const Range& range, int count) {
  if (range.scale == Scale::log2) return power_ticks(range, 2, {1});
  return range.scale == Scale::log10 ? log10_ticks(range, count) : linear_ticks(range, count);
}

}  // namespace

double scaled(double value, Scale scale) { return scale == Scale::linear ? value : std::log(value); }
double unscaled(double value, Scale scale) { return scale == Scale::linear ? value : std::exp(value); }

double Range::place(double value) const {
  const double start = scaled(low, scale), end = scaled(high, scale);
  const double place = (scaled(value, scale) - start) / (end - start);
  return reversed ? 1 - place : place;
}

Range range_of(const Axis& axis, const std::vector<double>& values) {
  const bool is_linear = axis.scale == Scale::linear;
  double low = is_linear ? 0 : 1, high = is_linear ? 1 : 10;
  if (!values.empty()) {
    low = *std::min_element(values.begin(), values.end());
    high = *std::max_element(values.begin(), values.end());
  }
  const bool near_zero = is_linear && low >= 0 && low < 0.3 * high;
  low = scaled(axis.low.value_or(low), axis.scale);
  high = scaled(axis.high.value_or(high), axis.scale);
  double margin = (high - low) * room;
  if (margin <= 0) margin = is_linear && low != 0 ? std::abs(low) * room : room;
  if (!axis.low) low = near_zero ? 0 : low - margin;
  if (!axis.high) high += margin;
  if (high <= low) (axis.high ? low = high - margin : high = low + margin);
  return {axis.low ? *axis.low : unscaled(low, axis.scale),
          axis.high ? *axis.high : unscaled(high, axis.scale), axis.scale, axis.reversed};
}

std::vector<Tick> ticks_of(const Axis& axis, const Range& range, int count) {
  std::vector<Tick> ticks;
  for (const auto& tick : axis.ticks) {
    if (within(range, tick.value)) ticks.push_back(tick);
  }
  if (!axis.ticks.empty()) return ticks;
  const auto is_zero = [&](double value) {
    return range.scale == Scale::linear && std::abs(value) < tolerance * range.high;
  };
  for (double value : round_values(range, count)) {
    // 3 * 0.1 is not 0.3: six digits are what a reader wants.
    char label[32];
    std::snprintf(label, sizeof label, "%.6g", is_zero(value) ? 0.0 : value);
    ticks.push_back({value, label});
  }
  return ticks;
}

}  // namespace gg::lab
