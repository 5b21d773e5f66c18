// Layouts of the direct convolution: padded planes, packed weights, unpacked sums.
#include "core/kernels/direct_kernels.hpp"
#include "core/kernels/simd/transpose.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace direct {
template <>
void fill_planes<kIsa>(const Planes& p, const Scalar* from, Scalar* planes) {
  for (std::size_t c = 0; c < p.channels; ++c) {
    Scalar* to = planes + p.origin + c * p.plane;
    for (std::size_t i = 0; i < p.rows; ++i, from += p.columns, to += p.pitch) copy_row(from, p.columns, to);
  }
}

template <>
void pack_weights<kIsa>(std::size_t K, std::size_t C, std::size_t T, const Scalar* weight, Scalar* packed) {
  for (std::size_t k = 0; k < K; k += kLanes) {
    rows_to_lanes(weight + k * C * T, least(kLanes, K - k), C * T, C * T, packed + k * C * T, kLanes);
  }
}

template <>
void pack_weights_of_input<kIsa>(std::size_t K, std::size_t C, std::size_t T, const Scalar* weight,
                                 Scalar* packed) {
  for (std::size_t c = 0; c < C; c += kLanes) {
    for (std::size_t k = 0; k < K; ++k) {
      for (std::size_t t = 0; t < T; t += kLanes) {
        rows_to_lanes_block(weight + (k * C + c) * T + t, least(kLanes, C - c), T, least(kLanes, T - t),
                            packed + (c * K + k * kLanes) * T + t * kLanes, kLanes);
      }
    }
  }
}

template <>
void unpack_sums<kIsa>(std::size_t K, std::size_t W, const Scalar* packed, Scalar* dw) {
  for (std::size_t k = 0; k < K; k += kLanes) {
    lanes_to_rows(packed + k * W, kLanes, W, dw + k * W, least(kLanes, K - k), W);
  }
}

}  // namespace direct
}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
