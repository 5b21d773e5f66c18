// The error of a net that may keep running averages, as it is with the weights at hand.
#pragma once

#include "demos/lab/train/trainer.hpp"

namespace gg::lab {

// As evaluate(), of a copy of the net whose running statistics are those of 100 shuffled batches of 32
// training images with its weights as they are (layers/precise_bn.hpp): running averages lag behind while
// weights move, and those of a young net or a fresh layer begin at 0 and 1. Without running statistics it is
// evaluate(). The net itself does not change. Throws as Loader and evaluate do.
Evaluation evaluate_settled(const Module& net, const Images& train, const Images& test);

}  // namespace gg::lab
