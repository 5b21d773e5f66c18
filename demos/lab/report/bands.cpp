#include "demos/lab/report/bands.hpp"

#include <algorithm>

#include "core/check.hpp"
#include "demos/lab/measure/statistics.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {

void Band::push_back(const std::vector<double>& values) {
  const Summary s = summarize(values);
  mean.push_back(s.mean);
  low.push_back(s.mean - s.sd);
  high.push_back(s.mean + s.sd);
}

void SeedsText::add(std::size_t seeds) {
  least_ = std::min(least_, seeds);
  most_ = std::max(most_, seeds);
}

std::string SeedsText::text(const std::string& mark) const {
  if (most_ == 1) return "one seed, so without " + mark + "s";
  const std::string count = count_text(most_, "seed");
  return "mean of " + (least_ == most_ ? count : gg::text(least_) + " to " + count) + ", " + mark +
         ": one standard deviation";
}

}  // namespace gg::lab
