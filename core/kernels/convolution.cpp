#include "core/kernels/convolution.hpp"

#include <algorithm>

#include "core/isa.hpp"
#include "core/kernels/convolution_im2col.hpp"
#include "core/kernels/direct_convolution.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace {

// A 1x1 kernel's sums are as short as its channels, and im2col has nothing to copy for it.
constexpr std::size_t kPointwiseChannels = 16;

enum class Way { direct, direct_few, im2col };

// The choice for a pass that writes `out` channels a group and moves through what it reads by the steps
// given.
Way way(const ConvShape& s, std::size_t out, std::size_t step_h, std::size_t step_w) {
  const std::size_t lanes = vector_bytes(isa()) / sizeof(Scalar);
  const std::size_t fewest = std::min(s.C, s.K) / s.groups;
  if (s.h.kernel == 1 && s.w.kernel == 1 && fewest < kPointwiseChannels) return Way::im2col;
  if (2 * out > lanes || out > direct::kFew) return Way::direct;
  return step_h == 1 && step_w == 1 ? Way::direct_few : Way::im2col;
}

}  // namespace

void conv2d(const ConvShape& s, const Scalar* x, const Scalar* weight, const Scalar* bias, Scalar* y) {
  switch (way(s, s.K / s.groups, s.h.stride, s.w.stride)) {
    case Way::direct:
      return direct::conv2d(s, x, weight, bias, y);
    case Way::direct_few:
      return direct::conv2d_few(s, x, weight, bias, y);
    default:
      return im2col::conv2d(s, x, weight, bias, y);
  }
}

void conv2d_input(const ConvShape& s, const Scalar* dy, const Scalar* weight, Scalar* dx) {
  switch (way(s, s.C / s.groups, 1, 1)) {
    case Way::direct:
      return direct::conv2d_input(s, dy, weight, dx);
    case Way::direct_few:
      return direct::conv2d_input_few(s, dy, weight, dx);
    default:
      return im2col::conv2d_input(s, dy, weight, dx);
  }
}

void conv2d_weight(const ConvShape& s, const Scalar* dy, const Scalar* x, Scalar* dw) {
  switch (way(s, s.K / s.groups, 1, 1)) {
    case Way::im2col:
      return im2col::conv2d_weight(s, dy, x, dw);
    default:
      return direct::conv2d_weight(s, dy, x, dw);
  }
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
