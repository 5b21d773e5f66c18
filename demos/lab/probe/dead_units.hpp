// ReLUs that let nothing through.
#pragma once

#include <map>

#include "demos/lab/probe/probe.hpp"

namespace gg::lab {

// For every ReLU:
//
//   "dead share"  share in [0, 1] of its channels (features for (N, C)) whose output is zero for all samples
//                 and positions of the step, over all its micro-batches: 1 value
class DeadUnits : public Probe {
 public:
  using Probe::Probe;

 private:
  void prepare(const TrainingStep& step) override;
  void see_gradients(const TrainingStep& step) override;

  std::map<std::string, std::vector<bool>> alive_;  // channels of each ReLU that were seen above zero
};

}  // namespace gg::lab
