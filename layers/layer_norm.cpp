#include "layers/layer_norm.hpp"

namespace gg {
inline namespace GG_SCALAR {

LayerNorm::LayerNorm(const Shape& normalized_shape, const NormOptions& options)
    : Cloneable("LayerNorm", normalized_shape, options), normalized_shape_(normalized_shape) {}

Tensor LayerNorm::normalized(const Tensor& x, bool relu) {
  return layer_norm(x, normalized_shape_, weight, bias, eps_, &statistics_, relu);
}

std::string LayerNorm::describe() const {
  return "LayerNorm(" + text(normalized_shape_) + affine_text() + ")";
}

}  // namespace GG_SCALAR
}  // namespace gg
