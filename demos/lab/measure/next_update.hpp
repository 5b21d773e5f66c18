// The update that SGD would make next, from anywhere in a training.
#pragma once

#include "demos/lab/measure/objective.hpp"
#include "demos/lab/train/trainer.hpp"

namespace gg::lab {

// Watches a training by SGD and remembers what its optimizer does.
class NextUpdate : public Watcher {
 public:
  // Throws Error unless `options` are those of SGD.
  explicit NextUpdate(const TrainOptions& options);

  void after_backward(const TrainingStep& step) override;

  // The update over the learning rate, one tensor a parameter: -(momentum m + g + weight_decay theta), with g
  // the gradient of the objective at its parameters theta, which are those of the net, and m the optimizer's
  // memory of the steps so far (zero before the first). Leaves no trace, see objective.hpp.
  Tensors over_rate(const Objective& objective) const;

 private:
  double momentum_, weight_decay_;
  std::vector<std::vector<Scalar>> memory_;  // of each parameter; empty before the first step
};

}  // namespace gg::lab
