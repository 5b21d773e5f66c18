#include "demos/lab/chart/palette.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace gg::lab {
namespace {

const std::vector<std::string> viridis = {"#440154", "#472D7B", "#3B528B", "#2C728E", "#21918C",
                                          "#28AE80", "#5EC962", "#ADDC30", "#FDE725"};
const std::vector<std::string> blue_to_red = {"#053061", "#2166AC", "#4393C3", "#92C5DE",
                                              "#D1E5F0", "#F7F7F7", "#FDDBC7", "#F4A582",
                                              "#D6604D", "#B2182B", "#67001F"};

}  // namespace

const std::vector<std::string>& palette(bool diverging) { return diverging ? blue_to_red : viridis; }

Range range_of_colours(const Axis& axis, const std::vector<double>& values, bool diverging) {
  const bool is_linear = axis.scale == Scale::linear;
  double low = is_linear ? 0 : 1, high = is_linear ? 1 : 10;
  if (!values.empty()) {
    low = *std::min_element(values.begin(), values.end());
    high = *std::max_element(values.begin(), values.end());
  }
  if (diverging) {
    const double reach = std::max(std::abs(scaled(low, axis.scale)), std::abs(scaled(high, axis.scale)));
    low = unscaled(-reach, axis.scale);
    high = unscaled(reach, axis.scale);
  }
  low = axis.low.value_or(low);
  high = axis.high.value_or(high);
  if (high <= low) {  // a single value: some room around it
    const double room = is_linear ? std::max(std::abs(low) * 0.5, 1e-12) : 2;
    if (!axis.high) high = is_linear ? low + room : low * room;
    if (!axis.low) low = is_linear ? high - 2 * room : high / (room * room);
  }
  return {low, high, axis.scale, axis.reversed};
}

double place_in_palette(double value, const Range& range, bool diverging) {
  if (!diverging) return std::clamp(Range{range.low, range.high, range.scale, false}.place(value), 0.0, 1.0);
  const double reach =
      std::max(std::abs(scaled(range.low, range.scale)), std::abs(scaled(range.high, range.scale)));
  return std::clamp(0.5 + 0.5 * scaled(value, range.scale) / reach, 0.0, 1.0);
}

std::string colour_in_palette(double place, bool diverging) {
  const auto& colours = palette(diverging);
  const double at = std::clamp(place, 0.0, 1.0) * static_cast<double>(colours.size() - 1);
  const auto first = std::min(static_cast<std::size_t>(at), colours.size() - 2);
  const double share = at - static_cast<double>(first);
  unsigned from = 0, to = 0, out = 0;
  std::sscanf(colours[first].c_str(), "#%6x", &from);
  std::sscanf(colours[first + 1].c_str(), "#%6x", &to);
  for (int shift : {16, 8, 0}) {
    const double a = (from >> shift) & 0xFFu, b = (to >> shift) & 0xFFu;
    out |= static_cast<unsigned>(std::lround(a + (b - a) * share)) << shift;
  }
  char text[16];
  std::snprintf(text, sizeof text, "#%06X", out);
  return text;
}

}  // namespace gg::lab
