// What the measures of the loss landscape probe: a loss as a function of parameters.
#pragma once

#include <functional>
#include <vector>

#include "demos/lab/data/loader.hpp"
#include "layers/module.hpp"

namespace gg::lab {

// A loss that is computed anew at each call from the values that the parameters have then: a quadratic, or a
// net on a fixed mini-batch.
//
//   Tensor w = randn({3}).requires_grad_();
//   const Objective objective{[=] { return 0.5 * sum(w * matmul(A, w)); }, {w}};
//
// Measures leave no trace: when they return, or throw, parameters, buffers and this thread's random
// generator are as before, bit for bit, and no grad() was touched. (A graph that was recorded before and
// saved a parameter cannot be passed backward after: the parameter was modified in between.) Each evaluation
// starts from the same buffers and the same random numbers, so that dropout draws the same mask everywhere.
struct Objective {
  std::function<Tensor()> loss;  // one element, computed from the parameters
  Tensors parameters;            // that require a gradient
  Tensors buffers = {};          // state that computing the loss changes, such as running statistics
};

// The mean cross-entropy of a net on a batch, as loss_of() has it, in the net's mode (training or
// evaluation), with respect to all its parameters; running statistics stand still. The net must outlive it.
// BatchRenorm's gradient takes r and d for constants, so that it is not the slope of its loss, and what the
// measures say of it does not belong to one function.
Objective objective_of(Module& net, Batch batch);

// The same of each `size` images of the batch on their own, the last ones fewer.
std::vector<Objective> objectives_of_parts(Module& net, const Batch& batch, std::size_t size);

}  // namespace gg::lab
