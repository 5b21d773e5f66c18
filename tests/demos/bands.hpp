// What the tests of charts with bands share.
#pragma once

#include <string>

#include "demos/lab/chart/chart.hpp"
#include "tests/catch.hpp"

// A band of one deviation to each side has the mean in its middle: none of its edges was moved.
inline void check_bands_are_whole(const gg::lab::Chart& chart, const std::string& middle) {
  const auto &low = numbers(chart, "low"), &high = numbers(chart, "high"), &mean = numbers(chart, middle);
  for (std::size_t i = 0; i < mean.size(); ++i) {
    INFO(chart.title << ", row " << i);
    CHECK(mean[i] - low[i] == Approx(high[i] - mean[i]).margin(1e-12));
  }
}
