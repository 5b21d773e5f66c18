#include "demos/lab/report/scales.hpp"

#include <algorithm>

#include "core/check.hpp"

namespace gg::lab {
namespace {

constexpr double highest_shown = 20;

}  // namespace

void use_log_scale(Axis& axis, const Numbers& values, double ratio) {
  const auto [smallest, largest] = std::minmax_element(values.begin(), values.end());
  if (*smallest <= 0 || *largest <= ratio * *smallest) return;
  axis.scale = Scale::log10;
  axis.title += ", log scale";
}

void limit_height(Chart& chart, const Numbers& values, const std::string& unit) {
  const auto [smallest, largest] = std::minmax_element(values.begin(), values.end());
  if (*smallest >= highest_shown || *largest <= highest_shown) return;
  chart.y.high = highest_shown;
  chart.caption += (chart.caption.empty() ? "" : " ") + ("What is above " + text(highest_shown)) + unit +
                   " is beyond the edge.";
}

}  // namespace gg::lab
