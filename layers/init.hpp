// Initial weights, with PyTorch's names. Each fills a tensor in place. For a weight (out, in, *kernel),
// fan_in = in * kernel size and fan_out = out * kernel size.
#pragma once

#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace init {

// What follows the weight, and the gain that keeps the size of activations through it:
//
//   linear, sigmoid  1        tanh  5/3        relu  sqrt(2)
//   leaky_relu       sqrt(2 / (1 + a^2)), a its negative slope        selu  3/4
enum class Nonlinearity { linear, sigmoid, tanh, relu, leaky_relu, selu };
double calculate_gain(Nonlinearity nonlinearity, double a = 0.01);

struct Fan {
  double in, out;  // fan_in, fan_out
};
Fan fan_of(const Tensor& weight);  // throws for fewer than two axes
enum class FanMode { fan_in, fan_out };

void zeros_(Tensor weight);
void ones_(Tensor weight);
void constant_(Tensor weight, double value);
void eye_(Tensor weight);  // 1 where row and column agree, else 0; two axes
void uniform_(Tensor weight, double low = 0, double high = 1, Random& random = default_random());
void normal_(Tensor weight, double mean = 0, double std = 1, Random& random = default_random());
// The normal distribution without what lies outside [low, high], drawn anew until it is inside. Throws unless
// low < high and at least a thousandth of the distribution lies between them.
void trunc_normal_(Tensor weight, double mean = 0, double std = 1, double low = -2, double high = 2,
                   Random& random = default_random());

// He et al., arXiv 1502.01852: std = gain / sqrt(fan), right before a ReLU, which is what the Group Norm
// paper uses.
void kaiming_normal_(Tensor weight, double a = 0, FanMode mode = FanMode::fan_in,
                     Nonlinearity nonlinearity = Nonlinearity::leaky_relu, Random& random = default_random());

// The same standard deviation with uniform numbers: bound = gain sqrt(3 / fan). a = sqrt(5), which gives
// 1 / sqrt(fan_in), is what PyTorch starts its Linear and Conv2d with, and so do ours.
void kaiming_uniform_(Tensor weight, double a = 0, FanMode mode = FanMode::fan_in,
                      Nonlinearity nonlinearity = Nonlinearity::leaky_relu,
                      Random& random = default_random());

// Glorot and Bengio, 2010: std = gain sqrt(2 / (fan_in + fan_out)), bound = gain
// sqrt(6 / (fan_in + fan_out)).
void xavier_normal_(Tensor weight, double gain = 1, Random& random = default_random());
void xavier_uniform_(Tensor weight, double gain = 1, Random& random = default_random());

// Saxe et al., arXiv 1312.6120: seen as a matrix (out, in * kernel size), its rows (or columns, if there are
// fewer) are orthogonal, each of length `gain`; uniformly among all such matrices.
void orthogonal_(Tensor weight, double gain = 1, Random& random = default_random());

}  // namespace init
}  // namespace GG_SCALAR
}  // namespace gg
