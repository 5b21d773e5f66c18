// How far a step moves the weights, as a share of their length.
#pragma once

#include <map>

#include "demos/lab/probe/probe.hpp"

namespace gg::lab {

// For every parameter w, and under "" for all of them as one vector:
//
//   "update ratio"  ||w(t+1) - w(t)||_2 / ||w(t)||_2: 1 value, without unit; NaN when w(t) is zero (a bias at
//                   the start)
class UpdateRatios : public Probe {
 public:
  using Probe::Probe;

 private:
  void see_gradients(const TrainingStep& step) override;
  void see_update(const TrainingStep& step) override;

  std::map<std::string, std::vector<Scalar>> before_;
};

}  // namespace gg::lab
