// How much the gradients turn from one step to the next.
#pragma once

#include <map>

#include "demos/lab/probe/probe.hpp"

namespace gg::lab {

// For every parameter, and under "" for all of them as one vector, of the gradient g(t) of an observed step t
// against that of the step before it (also where only every k-th step is observed):
//
//   "gradient change"  ||g(t) - g(t-1)||_2
//   "relative change"  the same over ||g(t-1)||_2
//   "gradient cosine"  <g(t), g(t-1)> / (||g(t)||_2 ||g(t-1)||_2)
//
// 1 value each, NaN as in measure/gradient_change.hpp; the first step has none.
class GradientChanges : public Probe {
 public:
  using Probe::Probe;
  void after_backward(const TrainingStep& step) override;

 private:
  void see_gradients(const TrainingStep& step) override;

  // Gradients of the step before an observed one, and which that was.
  std::map<std::string, std::vector<Scalar>> before_;
  std::size_t before_at_ = 0;
};

}  // namespace gg::lab
