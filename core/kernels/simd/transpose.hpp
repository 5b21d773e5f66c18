// Between rows and lanes: the one transpose that packs weights, gradients and outputs of the direct
// convolution.
//
//   rows    [row][column]   as arrays lie in tensors; up to kLanes rows are looked at
//   lanes   [column][lane]  lane r of vector c is element c of row r
#pragma once

#include "core/kernels/simd/lanes.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace {

// Swaps the upper half of each run of 2 * distance lanes of a with the lower half of b's.
template <std::size_t distance, std::size_t... L>
inline void exchange(Lanes& a, Lanes& b, std::index_sequence<L...>) {
  const Lanes low = __builtin_shufflevector(a, b, (L & distance ? kLanes + L - distance : L)...);
  b = __builtin_shufflevector(a, b, (L & distance ? kLanes + L : L + distance)...);
  a = low;
}

// Transposes a square of kLanes vectors: blocks of half its size change places, then each block in itself.
template <std::size_t distance = kLanes / 2>
inline void transpose(Lanes* square) {
  unrolled<kLanes>([&](std::size_t i) {
    if (!(i & distance))
      exchange<distance>(square[i], square[i + distance], std::make_index_sequence<kLanes>());
  });
  if constexpr (distance > 1) transpose<distance / 2>(square);
}

// lanes[c * step] for columns 0 to `columns`, from rows `stride` apart; lanes past `rows` become 0. Reads
// whole vectors: up to kLanes - 1 elements past the last row's end must be readable.
__attribute__((flatten)) inline void rows_to_lanes_block(const Scalar* from, std::size_t rows,
                                                         std::size_t stride, std::size_t columns, Scalar* to,
                                                         std::size_t step) {
  Lanes square[kLanes];
  if (rows == kLanes) {
    unrolled<kLanes>([&](std::size_t r) { square[r] = load(from + r * stride); });
  } else {
    unrolled<kLanes>([&](std::size_t r) { square[r] = r < rows ? load(from + r * stride) : Lanes{}; });
  }
  transpose(square);
  if (columns == kLanes) {
    unrolled<kLanes>([&](std::size_t c) { store(to + c * step, square[c]); });
  } else {
    unrolled<kLanes>([&](std::size_t c) {
      if (c < columns) store(to + c * step, square[c]);
    });
  }
}

// The same within bounds: a last block overlaps the one before; fewer columns than lanes go one by one.
inline void rows_to_lanes(const Scalar* from, std::size_t rows, std::size_t stride, std::size_t columns,
                          Scalar* to, std::size_t step) {
  if (columns < kLanes) {
    for (std::size_t c = 0; c < columns; ++c) {
      for (std::size_t r = 0; r < kLanes; ++r) to[c * step + r] = r < rows ? from[r * stride + c] : 0;
    }
    return;
  }
  for (std::size_t c = 0; c < columns; c += kLanes) {
    const std::size_t at = least(c, columns - kLanes);
    rows_to_lanes_block(from + at, rows, stride, kLanes, to + at * step, step);
  }
}

__attribute__((flatten)) inline void lanes_to_rows_block(const Scalar* from, std::size_t step, Scalar* to,
                                                         std::size_t rows, std::size_t stride) {
  Lanes square[kLanes];
  unrolled<kLanes>([&](std::size_t c) { square[c] = load(from + c * step); });
  transpose(square);
  if (rows == kLanes) {
    unrolled<kLanes>([&](std::size_t r) { store(to + r * stride, square[r]); });
  } else {
    unrolled<kLanes>([&](std::size_t r) {
      if (r < rows) store(to + r * stride, square[r]);
    });
  }
}

// The way back; lanes past `rows` are dropped.
inline void lanes_to_rows(const Scalar* from, std::size_t step, std::size_t columns, Scalar* to,
                          std::size_t rows, std::size_t stride) {
  if (columns < kLanes) {
    for (std::size_t r = 0; r < rows; ++r) {
      for (std::size_t c = 0; c < columns; ++c) to[r * stride + c] = from[c * step + r];
    }
    return;
  }
  for (std::size_t c = 0; c < columns; c += kLanes) {
    const std::size_t at = least(c, columns - kLanes);
    lanes_to_rows_block(from + at * step, step, to + at, rows, stride);
  }
}

}  // namespace
}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
