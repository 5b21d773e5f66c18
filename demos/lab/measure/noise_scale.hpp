// How much of a gradient is noise: the batch size at which more images stop to help.
#pragma once

#include "demos/lab/measure/objective.hpp"

namespace gg::lab {

// Squared lengths of gradients over small parts of a batch, and over all of it.
struct GradientLengths {
  double small = 0;  // mean over the parts of ||g_b||^2
  double large = 0;  // ||g_B||^2 of their mean
  std::size_t parts = 0;
};

// From the gradient of each part; at least two, all parts of the same number of samples. Throws Error for
// fewer and for gradients that do not fit each other.
GradientLengths gradient_lengths(const std::vector<Tensors>& gradients);

// The same from the mean loss over each part (such as objective_of() of micro-batches), all of the same
// parameters; leaves no trace, see objective.hpp.
GradientLengths gradient_lengths(const std::vector<Objective>& parts);

// With b samples a part and B a batch, from the terms averaged over all that is given:
//
//   signal  |G|^2 = (B |g_B|^2 - b |g_b|^2) / (B - b)    squared length of the true gradient
//   noise   S = (|g_b|^2 - |g_B|^2) / (1 / b - 1 / B)    trace of one sample's gradient covariance
//   scale   S / |G|^2, in samples; infinite when the signal is not above 0, as few terms may estimate
//
// Both are unbiased; average over several batches, since a single one is noisy. Throws Error for an empty
// list, lists of different numbers of parts, a length that is not finite, and b = 0. Parts that a batch
// normalizer sees one by one have gradients that are not those of the whole batch: the formula then describes
// the mean of the parts' losses. Source: McCandlish et al., arXiv 1812.06162.
struct GradientNoise {
  double signal = 0, noise = 0, scale = 0;
};
GradientNoise gradient_noise(const std::vector<GradientLengths>& batches, std::size_t samples_per_part);

}  // namespace gg::lab
