#include "core/kernels/convolution.hpp"

#include <algorithm>

#include "core/isa.hpp"
#include "core/kernels/convolution_im2col.hpp"
#include "core/kernels/direct_convolution.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace {

// The direct convolution's vectors run along the channels it writes: fewer of them than this leave most lanes
// idle.
constexpr std::size_t kLeastChannels = 6;

bool by_direct(const ConvShape& s, std::size_t channels) {
  return channels / s.groups >= kLeastChannels && isa() != Isa::baseline;
}

}  // namespace

void conv2d(const ConvShape& s, const Scalar* x, const Scalar* weight, const Scalar* bias, Scalar* y) {
  (by_direct(s, s.K) ? direct::conv2d : im2col::conv2d)(s, x, weight, bias, y);
}

void conv2d_input(const ConvShape& s, const Scalar* dy, const Scalar* weight, Scalar* dx) {
  (by_direct(s, s.C) ? direct::conv2d_input : im2col::conv2d_input)(s, dy, weight, dx);
}

void conv2d_weight(const ConvShape& s, const Scalar* dy, const Scalar* x, Scalar* dw) {
  (by_direct(s, s.K) ? direct::conv2d_weight : im2col::conv2d_weight)(s, dy, x, dw);
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
