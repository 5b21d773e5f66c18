// PreciseBN: running statistics as they are with the weights at hand (Wu and Johnson, "Rethinking 'Batch' in
// BatchNorm", arXiv 2105.07576).
#pragma once

#include "layers/module.hpp"

namespace gg {
inline namespace GG_SCALAR {

// Replaces the running statistics of every layer of a net that keeps them (layers/running_stats.hpp) by those
// of the given batches, with the weights as they are; running averages lag behind while weights move. With
// the mean m_i and biased variance v_i of batch i, weighted by the values behind them (all the same where
// batches are equally large):
//
//   mean = mean of m_i
//   var  = mean of (v_i + m_i^2) - mean^2      computed without that cancellation
//
// which are the mean and the biased variance of all values together. Layers with running statistics are in
// training for this, all others (dropout) in evaluation; afterwards each is as before. Nothing else of the
// net changes, and no gradients are recorded. Batches should be as large as in training. If a forward pass
// throws, everything is as before. Throws if the net keeps no running statistics or there is no batch.
//
// BatchChannelNorm and BatchRenorm normalize by running statistics in training, too: where they lie behind
// one another, call it once more for each.
void precise_bn(Module& net, const Tensors& batches);

// The same for batches that are made one at a time: batch(i) for i < num_batches.
void precise_bn(Module& net, std::size_t num_batches, const std::function<Tensor(std::size_t)>& batch);

}  // namespace GG_SCALAR
}  // namespace gg
