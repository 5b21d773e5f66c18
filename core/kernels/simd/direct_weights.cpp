// Kernel 2 of the direct convolution, for dw: sums over outputs.
#include "core/kernels/direct_kernels.hpp"
#include "core/kernels/simd/transpose.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace direct {
namespace {

constexpr bool kManyRegisters = vector_registers(kIsa) == 32;

// Segments of `taps` taps in a tile, at most.
constexpr std::size_t most_segments(std::size_t taps) {
  return taps == 3 ? (kManyRegisters ? 4 : 2) : taps == 2 ? (kManyRegisters ? 6 : 3) : 6;
}

// What all tiles of one chunk of output rows have in common.
struct Chunk {
  std::size_t first_row, end_row, columns;
  std::size_t in_row, in_step, tap_step;  // elements from one output row, output, tap to the next
  std::size_t weight_vector;              // from one channel vector's sums to the next one's
  const Scalar *planes, *pixels;
  Scalar* sums;
};

// A register block: `vectors` channel vectors of `segments` times `taps` weights.
template <std::size_t vectors, std::size_t taps, std::size_t segments>
__attribute__((flatten)) void tile(const Chunk& chunk, const Segment* segment) {
  std::size_t first = chunk.end_row, last = chunk.first_row;
  unrolled<segments>([&](std::size_t s) {
    if (segment[s].first < first) first = segment[s].first;
    if (segment[s].last > last) last = segment[s].last;
  });
  if (first < chunk.first_row) first = chunk.first_row;
  if (last > chunk.end_row) last = chunk.end_row;

  Lanes sum[vectors][segments][taps] = {};
  for (std::size_t i = first; i < last; ++i) {
    const Scalar* x[segments];
    unrolled<segments>([&](std::size_t s) {
      x[s] = chunk.planes + segment[s].input + static_cast<std::ptrdiff_t>(i * chunk.in_row);
    });
    const Scalar* dy = chunk.pixels + (i - chunk.first_row) * chunk.columns * vectors * kLanes;
    const Scalar* const end = dy + chunk.columns * vectors * kLanes;
    for (; dy != end; dy += vectors * kLanes) {
      Lanes d[vectors];
      unrolled<vectors>([&](std::size_t v) { d[v] = load(dy + v * kLanes); });
      unrolled<segments>([&](std::size_t s) {
        unrolled<taps>([&](std::size_t t) {
          unrolled<vectors>([&](std::size_t v) { sum[v][s][t] += d[v] * x[s][t * chunk.tap_step]; });
        });
        x[s] += chunk.in_step;
      });
    }
  }
  unrolled<vectors>([&](std::size_t v) {
    unrolled<segments>([&](std::size_t s) {
      Scalar* const to = chunk.sums + v * chunk.weight_vector + segment[s].weight * kLanes;
      unrolled<taps>([&](std::size_t t) { store(to + t * kLanes, load(to + t * kLanes) + sum[v][s][t]); });
    });
  });
}

using Tile = void (*)(const Chunk&, const Segment*);

template <std::size_t vectors, std::size_t taps>
struct Tiles {
  Tile of_segments[most_segments(taps)];
  template <std::size_t... S>
  constexpr explicit Tiles(std::index_sequence<S...>) : of_segments{tile<vectors, taps, S + 1>...} {}
};

template <std::size_t vectors, std::size_t taps>
void sum_segments(const Chunk& chunk, const Segment* segments, std::size_t count) {
  constexpr std::size_t most = most_segments(taps);
  static constexpr Tiles<vectors, taps> tiles{std::make_index_sequence<most>()};
  if (count == 0) return;
  const std::size_t size = (count + (count + most - 1) / most - 1) / ((count + most - 1) / most);
  for (std::size_t i = 0; i < count; i += size) {
    tiles.of_segments[least(size, count - i) - 1](chunk, segments + i);
  }
}

template <std::size_t vectors>
void sum_chunk(const WeightSum& s, const Chunk& chunk, const Segment* segments, std::size_t count) {
  sum_segments<vectors, kSegment>(chunk, segments, s.full);
  if (s.rest == 1) sum_segments<vectors, 1>(chunk, segments + s.full, count - s.full);
  if (s.rest == 2) sum_segments<vectors, 2>(chunk, segments + s.full, count - s.full);
}

}  // namespace

template <>
void sum_weights<kIsa>(const WeightSum& s, const Segment* segments, std::size_t count, const Scalar* planes,
                       const Scalar* dy, Scalar* pixels, Scalar* sums) {
  const std::size_t area = s.rows * s.columns;
  Chunk chunk{0,        0,          s.columns,          s.step.h * s.in.pitch,
              s.step.w, s.tap_step, s.weights * kLanes, planes + s.in.origin,
              pixels,   nullptr};
  for (std::size_t row = 0; row < s.rows; row += s.chunk_rows) {
    chunk.first_row = row;
    chunk.end_row = least(row + s.chunk_rows, s.rows);
    std::size_t vectors;
    for (std::size_t k = 0; k < s.channels; k += vectors * kLanes) {
      vectors = s.channels - k > kLanes ? 2 : 1;
      for (std::size_t v = 0; v < vectors; ++v) {
        const std::size_t channel = k + v * kLanes;
        rows_to_lanes(dy + channel * area + row * s.columns, least(kLanes, s.channels - channel), area,
                      (chunk.end_row - row) * s.columns, pixels + v * kLanes, vectors * kLanes);
      }
      chunk.sums = sums + k * s.weights;
      if (vectors == 2) {
        sum_chunk<2>(s, chunk, segments, count);
      } else {
        sum_chunk<1>(s, chunk, segments, count);
      }
    }
  }
}

}  // namespace direct
}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
