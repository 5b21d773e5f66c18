// Initial weights. Each fills a leaf in place. For a weight (out, in, *kernel), fan_in = in * kernel size and
// fan_out = out * kernel size.
#pragma once

#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace init {

struct Fan {
  double in, out;
};
Fan fan_of(const Tensor& weight);  // throws for fewer than two axes

void uniform_(Tensor weight, double low, double high, Random& random = default_random());
void normal_(Tensor weight, double mean, double std, Random& random = default_random());

// He et al., arXiv 1502.01852: std = sqrt(2 / fan_in), right before a ReLU. This is what
// the Group Norm paper uses.
void kaiming_normal_(Tensor weight, Random& random = default_random());

// Bound sqrt(6 / ((1 + a^2) fan_in)), a the slope of the leaky ReLU that follows. a = sqrt(5), which gives
// 1 / sqrt(fan_in), is what PyTorch starts its Linear and Conv2d with, and so do ours.
void kaiming_uniform_(Tensor weight, double a = 0, Random& random = default_random());

// Glorot and Bengio, 2010: std = gain sqrt(2 / (fan_in + fan_out)), bound = gain
// sqrt(6 / (fan_in + fan_out)).
void xavier_normal_(Tensor weight, double gain = 1, Random& random = default_random());
void xavier_uniform_(Tensor weight, double gain = 1, Random& random = default_random());

}  // namespace init
}  // namespace GG_SCALAR
}  // namespace gg
