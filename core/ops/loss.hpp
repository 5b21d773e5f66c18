// Losses.
#pragma once

#include <optional>

#include "core/ops/index.hpp"
#include "core/tensor.hpp"

namespace gg {

using Labels = Indices;  // one class number a sample, from 0: Labels{0, 2, 1}, not a Tensor

inline namespace GG_SCALAR {

// What is made of the losses of the elements: their mean, their sum, or nothing.
enum class Reduction { mean, sum, none };

// --- Between two tensors of one shape, element by element

//   (x - target)^2
Tensor mse_loss(const Tensor& x, const Tensor& target, Reduction reduction = Reduction::mean);

//   |x - target|
Tensor l1_loss(const Tensor& x, const Tensor& target, Reduction reduction = Reduction::mean);

// Quadratic near zero, then linear: with e = x - target and beta > 0
//
//   e^2 / (2 beta)        where |e| < beta
//   |e| - beta / 2        elsewhere
Tensor smooth_l1_loss(const Tensor& x, const Tensor& target, double beta = 1,
                      Reduction reduction = Reduction::mean);

//   -target log sigma(x) - (1 - target) log(1 - sigma(x))      sigma the sigmoid
//
// Without overflow.
Tensor bce_with_logits_loss(const Tensor& x, const Tensor& target, Reduction reduction = Reduction::mean);

// How much each class and each sample counts.
struct CrossEntropyOptions {
  double label_smoothing = 0;  // in [0, 1]: this share of the target is spread evenly over the classes
  std::optional<std::size_t> ignore_index;  // samples with this target do not count
  Tensor weight;  // (classes): how much a sample of each class counts; all 1 if undefined
};

// The mean over samples of the target's negative log-probability
//
//   -log(exp(z_t) / (sum_c exp(z_c)))
//
// z the logits of a sample, t its target. logits are (N, classes) with N targets, or (N, classes,
// *spatial) with one target for each sample and position, row-major. The mean is weighted: divided by the sum
// of the targets' weights, as in PyTorch. Computed from logsumexp, so that no confident logit overflows or
// loses its digits. Throws for a target out of range, and if no sample counts.
Tensor cross_entropy(const Tensor& logits, const Labels& targets, const CrossEntropyOptions& options = {});

// The same of logarithms of probabilities: the mean of -log_probabilities[target]. No label smoothing here.
Tensor nll_loss(const Tensor& log_probabilities, const Labels& targets,
                const CrossEntropyOptions& options = {});

// How many rows of logits (N, classes) have their largest entry at the target; a row with a NaN has none.
std::size_t count_correct(const Tensor& logits, const Labels& targets);

}  // namespace GG_SCALAR
}  // namespace gg
