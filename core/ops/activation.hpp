// Activation functions, each element alone. All are differentiable; at a kink the derivative
// is the one PyTorch takes.
#pragma once

#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {

//   y = max(x, 0)
//
// Derivative 0 at 0; NaN stays NaN.
Tensor relu(const Tensor& x);

//   y = 1 / (1 + exp(-x))
//
// No overflow at either end.
Tensor sigmoid(const Tensor& x);

// The hyperbolic tangent.
Tensor tanh(const Tensor& x);

//   y = x                     where x > 0
//   y = negative_slope x      elsewhere
Tensor leaky_relu(const Tensor& x, double negative_slope = 0.01);

//   y = x / (1 + exp(-x))
//
// x sigmoid(x), also called swish.
Tensor silu(const Tensor& x);

//   y = log(1 + exp(beta x)) / beta
//
// Without overflow.
Tensor softplus(const Tensor& x, double beta = 1);

// How gelu() computes the normal distribution function: exact, or PyTorch's approximate="tanh".
enum class Gelu { exact, tanh };

//   y = x Phi(x)                                                    exact
//   y = x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))          tanh
//
// with Phi the normal distribution function. Hendrycks and Gimpel, arXiv 1606.08415.
Tensor gelu(const Tensor& x, Gelu form = Gelu::exact);

}  // namespace GG_SCALAR
}  // namespace gg
