// Activation functions, each element alone. All are differentiable; at a kink the derivative
// is the one PyTorch takes.
#pragma once

#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {

Tensor relu(const Tensor& x);     // max(x, 0); derivative 0 at 0; NaN stays NaN
Tensor sigmoid(const Tensor& x);  // 1 / (1 + exp(-x)), no overflow at either end
Tensor tanh(const Tensor& x);
Tensor leaky_relu(const Tensor& x, double negative_slope = 0.01);  // x where x > 0, else negative_slope x
Tensor silu(const Tensor& x);                                      // x sigmoid(x), also called swish
Tensor softplus(const Tensor& x, double beta = 1);  // log(1 + exp(beta x)) / beta, without overflow

// Hendrycks and Gimpel, arXiv 1606.08415: x Phi(x), with Phi the normal distribution function.
enum class Gelu { exact, tanh };  // tanh: x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2
Tensor gelu(const Tensor& x, Gelu form = Gelu::exact);

}  // namespace GG_SCALAR
}  // namespace gg
