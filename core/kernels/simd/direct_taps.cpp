// Kernel 1 of the direct convolution, for y and dx: sums over input channels and taps.
#include "core/kernels/direct_kernels.hpp"
#include "core/kernels/simd/transpose.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace direct {
namespace {

constexpr bool kManyRegisters = vector_registers(kIsa) == 32;

// Pixels in a tile, at most: its sums, the weights of a segment and a pixel live in registers.
constexpr std::size_t most_pixels(std::size_t vectors, std::size_t taps) {
  if (vectors == 1) return kManyRegisters ? 16 : 12;
  if (taps == 1) return kManyRegisters ? 14 : 6;
  return kManyRegisters ? 12 : 4;
}

struct Taps {
  const Tap *begin, *end;
};

// What the tiles of one output row have in common.
struct Row {
  Taps full, rest;
  std::size_t channels;  // of the input
  std::size_t plane, weight_channel,
      weight_vector;              // from one channel, channel and channel vector to the next
  std::ptrdiff_t weight_step;     // from one tap of a segment to the next
  std::size_t in_step, out_step;  // from one pixel to the next
  const Scalar *weights, *bias;
};

// Each pixel is broadcast once for all taps of a segment: it is input q - t of output q's tap t.
template <std::size_t taps, std::size_t vectors, std::size_t pixels>
inline void add_segments(const Row& row, const Taps& segments, const Scalar* x, const Scalar* weights,
                         Lanes (&sum)[vectors][pixels]) {
  const std::size_t in_step = taps > 1 ? 1 : row.in_step;
  for (const Tap* tap = segments.begin; tap != segments.end; ++tap) {
    const Scalar* const pixel = x + tap->input;
    Lanes w[taps][vectors];
    unrolled<taps>([&](std::size_t t) {
      const Scalar* const from =
          weights + tap->weight * kLanes + static_cast<std::ptrdiff_t>(t) * row.weight_step;
      unrolled<vectors>([&](std::size_t v) { w[t][v] = load(from + v * row.weight_vector); });
    });
    unrolled<pixels + taps - 1>([&](std::size_t q) {
      const Scalar value = pixel[q * in_step];
      unrolled<taps>([&](std::size_t t) {
        if (t > q || q - t >= pixels) return;
        unrolled<vectors>([&](std::size_t v) { sum[v][q - t] += w[t][v] * value; });
      });
    });
  }
}

// A register block: `vectors` channel vectors of `pixels` neighbouring outputs. full_taps is kSegment, or 0
// where all taps stand alone.
template <std::size_t full_taps, std::size_t rest_taps, std::size_t vectors, std::size_t pixels>
__attribute__((flatten)) void tile(const Row& row, const Scalar* x, Scalar* out) {
  Lanes sum[vectors][pixels];
  unrolled<vectors>([&](std::size_t v) {
    unrolled<pixels>([&](std::size_t p) { sum[v][p] = load(row.bias + v * kLanes); });
  });
  const Scalar* weights = row.weights;
  for (std::size_t c = 0; c < row.channels; ++c, x += row.plane, weights += row.weight_channel) {
    if constexpr (full_taps > 0) add_segments<full_taps>(row, row.full, x, weights, sum);
    if constexpr (rest_taps > 0) add_segments<rest_taps>(row, row.rest, x, weights, sum);
  }
  unrolled<pixels>([&](std::size_t p) {
    unrolled<vectors>([&](std::size_t v) { store(out + p * row.out_step + v * kLanes, sum[v][p]); });
  });
}

using Tile = void (*)(const Row&, const Scalar*, Scalar*);

template <std::size_t full_taps, std::size_t rest_taps, std::size_t vectors>
struct Tiles {
  static constexpr std::size_t most = most_pixels(vectors, full_taps + rest_taps);
  Tile of_pixels[most];
  template <std::size_t... P>
  constexpr explicit Tiles(std::index_sequence<P...>)
      : of_pixels{tile<full_taps, rest_taps, vectors, P + 1>...} {}
};

// `count` outputs in tiles of equal size; the last one ends at the row's end and may overlap the one before.
template <std::size_t full_taps, std::size_t rest_taps, std::size_t vectors>
void sum_row(const Row& row, std::size_t count, const Scalar* x, Scalar* out) {
  using Table = Tiles<full_taps, rest_taps, vectors>;
  static constexpr Table tiles{std::make_index_sequence<Table::most>()};
  const std::size_t number = (count + Table::most - 1) / Table::most, pixels = (count + number - 1) / number;
  for (std::size_t i = 0; i < number; ++i) {
    const std::size_t at = least(i * pixels, count - pixels);
    tiles.of_pixels[pixels - 1](row, x + at * row.in_step, out + at * row.out_step);
  }
}

using SumRow = void (*)(const Row&, std::size_t, const Scalar*, Scalar*);

SumRow sum_row_of(const Phase& phase, std::size_t vectors) {
  if (phase.full == phase.rest && phase.rest_taps == 1)
    return vectors == 1 ? sum_row<0, 1, 1> : sum_row<0, 1, 2>;
  switch (phase.rest_taps) {
    case 0:
      return vectors == 1 ? sum_row<kSegment, 0, 1> : sum_row<kSegment, 0, 2>;
    case 1:
      return vectors == 1 ? sum_row<kSegment, 1, 1> : sum_row<kSegment, 1, 2>;
    default:
      return vectors == 1 ? sum_row<kSegment, 2, 1> : sum_row<kSegment, 2, 2>;
  }
}

// Those of the taps that read a row of the input.
Taps inside(const Tap* begin, const Tap* end, std::size_t in_row, std::size_t in_rows) {
  const auto at = static_cast<std::ptrdiff_t>(in_row), rows = static_cast<std::ptrdiff_t>(in_rows);
  while (begin != end && at + begin->row < 0) ++begin;
  while (begin != end && at + end[-1].row >= rows) --end;
  return {begin, end};
}

constexpr std::size_t kLongRow = 12;

// Channel vectors of a tile: two, unless segments already give each broadcast enough work and rows are long
// enough to keep the multipliers busy.
std::size_t vectors_of_tile(const TapSum& s, const Phase& phase) {
  const bool segments = phase.full != phase.rest;
  return segments && s.columns >= kLongRow ? 1 : 2;
}

}  // namespace

template <>
void sum_taps<kIsa>(const TapSum& s, const Tap* taps, const Phase* phases, const Scalar* planes,
                    const Scalar* weights, const Scalar* bias, Scalar* pixels, Scalar* y) {
  const std::size_t area = s.rows * s.columns, packed = s.in.channels * s.kernel;
  const std::size_t most_vectors = vectors_of_tile(s, phases[0]);
  std::size_t vectors;
  for (std::size_t k = 0; k < s.channels; k += vectors * kLanes) {
    vectors = s.channels - k > kLanes ? most_vectors : 1;
    Row row{{},
            {},
            s.in.channels,
            s.in.plane,
            s.kernel * kLanes,
            packed * kLanes,
            s.weight_step * static_cast<std::ptrdiff_t>(kLanes),
            s.in_step.w,
            s.out_step.w * vectors * kLanes,
            weights + k * packed,
            bias + k};
    for (std::size_t chunk = 0; chunk < s.rows; chunk += s.chunk_rows) {
      const std::size_t chunk_end = least(chunk + s.chunk_rows, s.rows);
      for (std::size_t i = chunk; i < chunk_end; ++i) {
        const std::size_t in_row = i / s.out_step.h * s.in_step.h;
        for (std::size_t b = 0; b < least(s.out_step.w, s.columns); ++b) {
          const Phase& phase = phases[i % s.out_step.h * s.out_step.w + b];
          row.full = inside(taps + phase.full, taps + phase.rest, in_row, s.in.rows);
          row.rest = inside(taps + phase.rest, taps + phase.end, in_row, s.in.rows);
          sum_row_of(phase, vectors)(row, (s.columns - b + s.out_step.w - 1) / s.out_step.w,
                                     planes + s.in.origin + in_row * s.in.pitch,
                                     pixels + ((i - chunk) * s.columns + b) * vectors * kLanes);
        }
      }
      for (std::size_t v = 0; v < vectors; ++v) {
        const std::size_t channel = k + v * kLanes;
        lanes_to_rows(pixels + v * kLanes, vectors * kLanes, (chunk_end - chunk) * s.columns,
                      y + channel * area + chunk * s.columns, least(kLanes, s.channels - channel), area);
      }
    }
  }
}

}  // namespace direct
}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
