#include "layers/activation.hpp"

#include "core/ops/activation.hpp"

namespace gg {
inline namespace GG_SCALAR {

Tensor ReLU::forward(const Tensor& x) { return relu(x); }
Tensor Sigmoid::forward(const Tensor& x) { return sigmoid(x); }
Tensor Tanh::forward(const Tensor& x) { return gg::tanh(x); }

}  // namespace GG_SCALAR
}  // namespace gg
