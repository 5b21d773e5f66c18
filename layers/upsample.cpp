#include "layers/upsample.hpp"

#include "layers/filters.hpp"

namespace gg {
inline namespace GG_SCALAR {

Tensor Upsample::forward(const Tensor& x) {
  GG_CHECK(x.dim() == 4, describe(), ": expected input (N, C, H, W), got ", x.shape());
  return interpolate(x, {x.size(2) * factor_.h, x.size(3) * factor_.w}, mode_, align_corners_);
}

std::string Upsample::describe() const {
  return "Upsample(scale_factor=" + size_text(factor_) +
         ", mode=" + (mode_ == Interpolation::nearest ? "nearest" : "bilinear") +
         (align_corners_ ? ", align_corners=true" : "") + ")";
}

}  // namespace GG_SCALAR
}  // namespace gg
