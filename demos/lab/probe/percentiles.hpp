// How the values that a normalizer is given are spread.
#pragma once

#include "demos/lab/probe/probe.hpp"

namespace gg::lab {

// For every normalizer (and every place of "none"), in units of its input:
//
//   "percentiles"  the 1st, 20th, 80th and 99th over all elements: 4 values
//
// the element of rank p/100 (n - 1) to the nearest, exact up to `sample` elements, and otherwise of so many
// that are spread evenly over the array, the same at each step. Values that are not finite are left out; NaN
// when none is left. Source: the figures on feature distributions of arXiv 1803.08494.
class Percentiles : public Probe {
 public:
  static constexpr std::size_t sample = 1024;

  using Probe::Probe;

 private:
  void prepare(const TrainingStep& step) override;
};

}  // namespace gg::lab
