#include "core/kernels/convolution.hpp"

#include <algorithm>

#include "core/kernels/convolution_im2col.hpp"
#include "core/kernels/direct_convolution.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace {

enum class Way { wide, few, im2col };

// `channels` are those that are written, `stride` that of the pass through its input.
Way way(const ConvShape& s, std::size_t channels, std::size_t stride_h, std::size_t stride_w) {
  if (channels / s.groups > direct::kFew) return Way::wide;
  return stride_h == 1 && stride_w == 1 ? Way::few : Way::im2col;
}

}  // namespace

void conv2d(const ConvShape& s, const Scalar* x, const Scalar* weight, const Scalar* bias, Scalar* y) {
  switch (way(s, s.K, s.h.stride, s.w.stride)) {
    case Way::wide:
      return direct::conv2d(s, x, weight, bias, y);
    case Way::few:
      return direct::conv2d_few(s, x, weight, bias, y);
    case Way::im2col:
      return im2col::conv2d(s, x, weight, bias, y);
  }
}

void conv2d_input(const ConvShape& s, const Scalar* dy, const Scalar* weight, Scalar* dx) {
  if (s.C / s.groups > direct::kFew) return direct::conv2d_input(s, dy, weight, dx);
  direct::conv2d_input_few(s, dy, weight, dx);
}

void conv2d_weight(const ConvShape& s, const Scalar* dy, const Scalar* x, Scalar* dw) {
  if (s.K / s.groups > direct::kFew) return direct::conv2d_weight(s, dy, x, dw);
  im2col::conv2d_weight(s, dy, x, dw);
}

Range outputs_inside(const ConvAxis& a, std::size_t u) {
  const std::size_t at = u * a.dilation;
  const std::size_t first = at >= a.padding ? 0 : (a.padding - at + a.stride - 1) / a.stride;
  const std::size_t end = a.in + a.padding;  // positions at + o * stride must stay below this
  const std::size_t last = end > at ? (end - at + a.stride - 1) / a.stride : 0;
  return {std::min(first, a.out), std::max(std::min(last, a.out), std::min(first, a.out))};
}

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
