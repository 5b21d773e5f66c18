#include "layers/rms_norm.hpp"

#include <algorithm>

#include "core/ops/activation.hpp"
#include "core/ops/elementwise.hpp"
#include "core/ops/shape.hpp"
#include "layers/mean_square.hpp"

namespace gg {
inline namespace GG_SCALAR {

RMSNorm::RMSNorm(const Shape& normalized_shape, const RMSNormOptions& options)
    : Cloneable("RMSNorm", normalized_shape, options),
      normalized_shape_(normalized_shape),
      whole_samples_(options.whole_samples) {
  bias = {};
  GG_CHECK(!whole_samples_ || normalized_shape.size() == 1,
           "RMSNorm: expected normalized_shape {C} for whole samples, got ", normalized_shape);
}

Tensor RMSNorm::normalized(const Tensor& x, bool relu) {
  const Tensor y = whole_samples_ ? over_samples(x) : over_last_axes(x);
  return relu ? gg::relu(y) : y;
}

Tensor RMSNorm::over_samples(const Tensor& x) {
  const Tensor v = flat(x, normalized_shape_[0]);
  Tensor squares;
  const Tensor y = scaled(divide_by_rms(v, v, {1, 2}, eps_, &squares));
  statistics_ = {zeros({x.size(0)}), reshape(squares, {x.size(0)})};
  return reshape(y, x.shape());
}

Tensor RMSNorm::over_last_axes(const Tensor& x) {
  const std::size_t tail = normalized_shape_.size();
  GG_CHECK(x.dim() >= tail && std::equal(normalized_shape_.begin(), normalized_shape_.end(),
                                         x.shape().end() - static_cast<long>(tail)),
           describe(), ": expected an input that ends in ", normalized_shape_, ", got ", x.shape());
  const Shape leading(x.shape().begin(), x.shape().end() - static_cast<long>(tail));
  const Tensor v = reshape(x, {numel(leading), numel(normalized_shape_)});
  Tensor squares;
  const Tensor y = reshape(divide_by_rms(v, v, {1}, eps_, &squares), x.shape());
  statistics_ = {zeros(leading), reshape(squares, leading)};
  return weight.defined() ? y * weight : y;
}

std::string RMSNorm::describe() const {
  return "RMSNorm(" + text(normalized_shape_) + (whole_samples_ ? ", whole_samples=true" : "") +
         affine_text() + ")";
}

}  // namespace GG_SCALAR
}  // namespace gg
