// Initial weights, with PyTorch's names. Each fills a tensor in place. For a weight (out, in, *kernel),
// fan_in = in * kernel size and fan_out = out * kernel size.
#pragma once

#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace init {

// What follows the weight.
enum class Nonlinearity { linear, sigmoid, tanh, relu, leaky_relu, selu };

// The gain that keeps the size of activations through it:
//
//   1                         linear, sigmoid
//   5 / 3                     tanh
//   sqrt(2)                   relu
//   sqrt(2 / (1 + a^2))       leaky_relu, a its negative slope
//   3 / 4                     selu
double calculate_gain(Nonlinearity nonlinearity, double a = 0.01);

// How many numbers each output is made from, and how many each input goes into.
struct Fan {
  double in, out;  // fan_in, fan_out
};
Fan fan_of(const Tensor& weight);  // throws for fewer than two axes

// Which of the two keeps its size: the activations (fan_in) or the gradients (fan_out).
enum class FanMode { fan_in, fan_out };

void zeros_(Tensor weight);                   // 0
void ones_(Tensor weight);                    // 1
void constant_(Tensor weight, double value);  // the value
void eye_(Tensor weight);                     // 1 where row and column agree, else 0; two axes
// Uniform in [low, high).
void uniform_(Tensor weight, double low = 0, double high = 1, Random& random = default_random());
// Normal, with this mean and standard deviation.
void normal_(Tensor weight, double mean = 0, double std = 1, Random& random = default_random());
// The normal distribution without what lies outside [low, high], drawn anew until it is inside. Throws unless
// low < high and at least a thousandth of the distribution lies between them.
void trunc_normal_(Tensor weight, double mean = 0, double std = 1, double low = -2, double high = 2,
                   Random& random = default_random());

// Normal numbers, He et al., arXiv 1502.01852, with
//
//   std = gain / sqrt(fan)
//
// As it stands, right before a ReLU, and what the Group Norm paper uses.
void kaiming_normal_(Tensor weight, double a = 0, FanMode mode = FanMode::fan_in,
                     Nonlinearity nonlinearity = Nonlinearity::leaky_relu, Random& random = default_random());

// The same standard deviation with uniform numbers:
//
//   bound = gain sqrt(3 / fan)
//
// a = sqrt(5), which gives 1 / sqrt(fan_in), is what PyTorch starts its Linear and Conv2d with, and so do
// ours.
void kaiming_uniform_(Tensor weight, double a = 0, FanMode mode = FanMode::fan_in,
                      Nonlinearity nonlinearity = Nonlinearity::leaky_relu,
                      Random& random = default_random());

// Glorot and Bengio, 2010:
//
//   std = gain sqrt(2 / (fan_in + fan_out))        normal
//   bound = gain sqrt(6 / (fan_in + fan_out))      uniform
void xavier_normal_(Tensor weight, double gain = 1, Random& random = default_random());
void xavier_uniform_(Tensor weight, double gain = 1, Random& random = default_random());

// Saxe et al., arXiv 1312.6120: seen as a matrix (out, in * kernel size), its rows (or columns, if there are
// fewer) are orthogonal, each of length `gain`; uniformly among all such matrices.
void orthogonal_(Tensor weight, double gain = 1, Random& random = default_random());

}  // namespace init
}  // namespace GG_SCALAR
}  // namespace gg
