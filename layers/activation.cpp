#include "layers/activation.hpp"

namespace gg {
inline namespace GG_SCALAR {

Tensor ReLU::forward(const Tensor& x) { return relu(x); }
Tensor Sigmoid::forward(const Tensor& x) { return sigmoid(x); }
Tensor Tanh::forward(const Tensor& x) { return gg::tanh(x); }
Tensor LeakyReLU::forward(const Tensor& x) { return leaky_relu(x, negative_slope_); }
Tensor GELU::forward(const Tensor& x) { return gelu(x, form_); }
Tensor SiLU::forward(const Tensor& x) { return silu(x); }
Tensor Softplus::forward(const Tensor& x) { return softplus(x, beta_); }

}  // namespace GG_SCALAR
}  // namespace gg
