// Lines with a band of seeds: how several runs become one line of a chart.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "demos/lab/chart/chart.hpp"

namespace gg::lab {

// Means with one standard deviation to each side: three columns of a chart.
struct Band {
  Numbers mean, low, high;

  void push_back(const std::vector<double>& values);  // throws as summarize does
};

// How many seeds the points of a chart are made of, and what its bands are.
class SeedsText {
 public:
  void add(std::size_t seeds);

  // "mean of 5 seeds, band: one standard deviation"; "one seed, so without bands". Of a chart with bars,
  // `mark` is "error bar".
  std::string text(const std::string& mark = "band") const;

 private:
  std::size_t least_ = SIZE_MAX, most_ = 0;
};

}  // namespace gg::lab
