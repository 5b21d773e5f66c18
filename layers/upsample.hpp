// Enlarging images by a whole factor.
#pragma once

#include "core/ops/resample.hpp"
#include "layers/module.hpp"

namespace gg {
inline namespace GG_SCALAR {

// (N, C, H, W) to (N, C, H factor.h, W factor.w); see interpolate in core/ops/resample.hpp.
class Upsample : public Cloneable<Upsample> {
 public:
  explicit Upsample(Size2 scale_factor, Interpolation mode = Interpolation::nearest,
                    bool align_corners = false)
      : factor_(scale_factor), mode_(mode), align_corners_(align_corners) {}
  Tensor forward(const Tensor& x) override;
  std::string describe() const override;

 private:
  Size2 factor_;
  Interpolation mode_;
  bool align_corners_;
};

}  // namespace GG_SCALAR
}  // namespace gg
