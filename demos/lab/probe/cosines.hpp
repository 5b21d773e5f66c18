// Whether a net tells its inputs apart.
#pragma once

#include "demos/lab/probe/probe.hpp"

namespace gg::lab {

// For every ReLU, with a_n the output for sample n as one vector:
//
//   "mean cosine"  mean over pairs n < m of <a_n, a_m> / (||a_n||_2 ||a_m||_2): 1 value in [0, 1]
//
// A sample whose output is zero is left out; NaN when fewer than two are left. 1 means that all samples look
// alike to the layers behind. Source: arXiv 2106.05956.
class Cosines : public Probe {
 public:
  using Probe::Probe;

 private:
  void prepare(const TrainingStep& step) override;
};

}  // namespace gg::lab
