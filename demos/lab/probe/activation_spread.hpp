// Whether a net tells its inputs apart, and in how many directions.
#pragma once

#include "demos/lab/probe/probe.hpp"

namespace gg::lab {

// For every ReLU, with a_n its output for sample n as one vector, and A the matrix of these rows:
//
//   "mean cosine"  mean over pairs n < m of <a_n, a_m> / (||a_n||_2 ||a_m||_2), in [0, 1]: 1 value. At 1 all
//                  samples look alike to the layers behind. A sample whose output is zero is left out; NaN
//                  when fewer than two are left
//   "stable rank"  ||A||_F^2 / ||A||_2^2, from 1 to the number of samples: 1 value; NaN when A is zero
//
// ||A||_2^2 is the largest eigenvalue of A A^T, by power iteration to a relative change of 1e-6 or 100
// rounds. Exact up to 2048 elements a sample; of larger outputs that many are taken, in runs of 16 that are
// spread evenly, the same at each step.
//
// Source: the probes of arXiv 2106.05956.
class ActivationSpread : public Probe {
 public:
  using Probe::Probe;

 private:
  void prepare(const TrainingStep& step) override;
};

}  // namespace gg::lab
