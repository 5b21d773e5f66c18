// The error of a net that may keep running averages, as it is with the weights at hand.
#pragma once

#include "demos/lab/train/trainer.hpp"

namespace gg::lab {

// As evaluate(), of a copy of the net whose running statistics were first brought up to date: it sees 100
// shuffled batches of 32 training images with its weights as they are, in training mode. Running averages
// (weight 0.1 for the newest batch) keep nothing of what they were, such as the 0 and 1 with which those of a
// young net start, or the statistics of weights from some steps ago. Without running statistics it is
// evaluate(). The net itself does not change. Throws as Loader and evaluate do.
Evaluation evaluate_settled(const Module& net, const Images& train, const Images& test);

}  // namespace gg::lab
