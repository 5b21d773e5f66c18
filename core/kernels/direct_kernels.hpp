// The loops of the direct convolution, compiled once for each instruction set (core/isa.hpp). All get raw
// memory; V is the number of lanes. direct_convolution.hpp says how they work together.
#pragma once

#include "core/isa.hpp"
#include "core/kernels/direct_convolution.hpp"
#include "core/kernels/direct_plan.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace direct {

// Copies one sample (channels, rows, columns) into planes whose padding is zero already.
template <Isa>
void fill_planes(const Planes& p, const Scalar* from, Scalar* planes);

// w (K, C, T) -> [K/V][C][T][V], lanes past K zero: what forward multiplies with
template <Isa>
void pack_weights(std::size_t K, std::size_t C, std::size_t T, const Scalar* weight, Scalar* packed);

// w (K, C, T) -> [C/V][K][T][V]: what dX multiplies with. Up to V - 1 elements past the weight's end are
// read.
template <Isa>
void pack_weights_of_input(std::size_t K, std::size_t C, std::size_t T, const Scalar* weight, Scalar* packed);

// [K/V][W][V] -> (K, W)
template <Isa>
void unpack_sums(std::size_t K, std::size_t W, const Scalar* packed, Scalar* dw);

// One sample of y or dx. `bias` has an element for each lane of all channel vectors; `pixels` is scratch of
// chunk_rows * columns * 2 V elements.
template <Isa>
void sum_taps(const TapSum& s, const Tap* taps, const Phase* phases, const Scalar* planes,
              const Scalar* weights, const Scalar* bias, Scalar* pixels, Scalar* y);

// One sample of y or dx with at most kFew channels; bias may be null. `flat` is scratch of channels *
// flat_size elements.
template <Isa>
void sum_flat(const FlatSum& s, const Tap* taps, const std::size_t* first, const Scalar* planes,
              const Scalar* weight, const Scalar* bias, Scalar* flat, Scalar* y);

// Adds one sample's part to sums, [K/V][C * kh * kw][V]; scratch as above.
template <Isa>
void sum_weights(const WeightSum& s, const Segment* segments, std::size_t count, const Scalar* planes,
                 const Scalar* dy, Scalar* pixels, Scalar* sums);

}  // namespace direct
}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
