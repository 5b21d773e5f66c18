// Kernel 1 of the direct convolution, for y and dx: sums over input channels and taps.
#include "core/kernels/direct_kernels.hpp"
#include "core/kernels/simd/transpose.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace direct {
namespace {

constexpr std::size_t kPixels = vector_registers(kIsa) == 32 ? 14 : 6;  // at most, in a tile

// What the tiles of one output row have in common.
struct Row {
  const Tap* taps;
  std::size_t tap_count, channels;
  std::size_t plane, weight_channel,
      weight_vector;              // from one channel, channel and channel vector to the next
  std::size_t in_step, out_step;  // from one pixel to the next
  const Scalar *weights, *bias;
};

// A register block: `vectors` channel vectors of `pixels` neighbouring outputs.
template <std::size_t vectors, std::size_t pixels>
__attribute__((flatten)) void tile(const Row& row, const Scalar* x, Scalar* out) {
  Lanes sum[vectors][pixels];
  unrolled<vectors>([&](std::size_t v) {
    unrolled<pixels>([&](std::size_t p) { sum[v][p] = load(row.bias + v * kLanes); });
  });
  const Scalar* weights = row.weights;
  const std::size_t in_step = row.in_step;
  const Tap* const end = row.taps + row.tap_count;
  for (std::size_t c = 0; c < row.channels; ++c, x += row.plane, weights += row.weight_channel) {
    for (const Tap* tap = row.taps; tap != end; ++tap) {
      const Scalar* const pixel = x + tap->input;
      Lanes w[vectors];
      unrolled<vectors>(
          [&](std::size_t v) { w[v] = load(weights + v * row.weight_vector + tap->weight * kLanes); });
      unrolled<pixels>([&](std::size_t p) {
        unrolled<vectors>([&](std::size_t v) { sum[v][p] += w[v] * pixel[p * in_step]; });
      });
    }
  }
  unrolled<pixels>([&](std::size_t p) {
    unrolled<vectors>([&](std::size_t v) { store(out + p * row.out_step + v * kLanes, sum[v][p]); });
  });
}

using Tile = void (*)(const Row&, const Scalar*, Scalar*);

template <std::size_t vectors>
struct Tiles {
  Tile of_pixels[kPixels];
  template <std::size_t... P>
  constexpr explicit Tiles(std::index_sequence<P...>) : of_pixels{tile<vectors, P + 1>...} {}
};

constexpr Tiles<1> kOneVector{std::make_index_sequence<kPixels>()};
constexpr Tiles<2> kTwoVectors{std::make_index_sequence<kPixels>()};

// `count` outputs in tiles of equal size; the last one ends at the row's end and may overlap the one before.
void sum_row(const Row& row, std::size_t vectors, std::size_t count, const Scalar* x, Scalar* out) {
  const std::size_t tiles = (count + kPixels - 1) / kPixels, pixels = (count + tiles - 1) / tiles;
  const Tile run = (vectors == 2 ? kTwoVectors.of_pixels : kOneVector.of_pixels)[pixels - 1];
  for (std::size_t i = 0; i < tiles; ++i) {
    const std::size_t at = least(i * pixels, count - pixels);
    run(row, x + at * row.in_step, out + at * row.out_step);
  }
}

}  // namespace

template <>
void sum_taps<kIsa>(const TapSum& s, const Tap* taps, const std::size_t* first, const Scalar* planes,
                    const Scalar* weights, const Scalar* bias, Scalar* pixels, Scalar* y) {
  const std::size_t area = s.rows * s.columns, packed = s.in.channels * s.kernel;
  const auto in_rows = static_cast<std::ptrdiff_t>(s.in.rows);
  std::size_t vectors;
  for (std::size_t k = 0; k < s.channels; k += vectors * kLanes) {
    vectors = s.channels - k > kLanes ? 2 : 1;
    Row row{nullptr,
            0,
            s.in.channels,
            s.in.plane,
            s.kernel * kLanes,
            packed * kLanes,
            s.in_step.w,
            s.out_step.w * vectors * kLanes,
            weights + k * packed,
            bias + k};
    for (std::size_t chunk = 0; chunk < s.rows; chunk += s.chunk_rows) {
      const std::size_t chunk_end = least(chunk + s.chunk_rows, s.rows);
      for (std::size_t i = chunk; i < chunk_end; ++i) {
        const std::size_t phase = i % s.out_step.h, in_row = i / s.out_step.h * s.in_step.h;
        for (std::size_t b = 0; b < least(s.out_step.w, s.columns); ++b) {
          const std::size_t* const range = first + phase * s.out_step.w + b;
          const Tap *from = taps + range[0], *to = taps + range[1];
          const auto at = static_cast<std::ptrdiff_t>(in_row);
          while (from != to && at + from->row < 0) ++from;
          while (from != to && at + to[-1].row >= in_rows) --to;
          row.taps = from;
          row.tap_count = static_cast<std::size_t>(to - from);
          sum_row(row, vectors, (s.columns - b + s.out_step.w - 1) / s.out_step.w,
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
