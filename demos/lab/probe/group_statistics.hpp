// Mean and standard deviation of each group of a normalizer's input.
#pragma once

#include "demos/lab/probe/probe.hpp"

namespace gg::lab {

// For every normalizer (and every place of "none"), over the channels of a group and all positions, in units
// of the input:
//
//   "mean"          of each sample and group: N x G values, those of a sample together
//   "sd"            likewise; square root of the biased variance, without eps
//   "average mean"  of each group, averaged over samples: G values
//   "average sd"    likewise
//
// GroupNorm and InstanceNorm (a group is a channel there) tell what they normalized with. For the others G is
// `groups`, or where that does not divide the channels, the largest number that divides both.
class GroupStatistics : public Probe {
 public:
  // Throws for 0 groups. A step throws when a normalizer's input is not (N, C, *spatial).
  explicit GroupStatistics(std::size_t every = 10, std::size_t groups = 8);

 private:
  void prepare(const TrainingStep& step) override;

  std::size_t groups_;
};

}  // namespace gg::lab
