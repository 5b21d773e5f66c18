// Losses.
#pragma once

#include "core/tensor.hpp"

namespace gg {

using Labels = std::vector<std::size_t>;  // one class number a sample, from 0

inline namespace GG_SCALAR {

// Mean over samples of -log softmax(logits)[target]: logits are (N, classes), targets has N entries below
// classes. Computed from logsumexp, so that no confident logit overflows or loses its digits. Throws for N =
// 0.
Tensor cross_entropy(const Tensor& logits, const Labels& targets);

// How many rows of logits (N, classes) have their largest entry at the target.
std::size_t count_correct(const Tensor& logits, const Labels& targets);

}  // namespace GG_SCALAR
}  // namespace gg
