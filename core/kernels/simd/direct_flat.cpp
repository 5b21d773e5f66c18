// Kernel 3 of the direct convolution, for y and dx of few channels: vectors along pixels, weights broadcast.
#include "core/kernels/direct_kernels.hpp"
#include "core/kernels/simd/lanes.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace direct {
namespace {

constexpr std::size_t kSums = vector_registers(kIsa) == 32 ? 24 : 12;
constexpr std::size_t kMostVectors = 8;

// Vectors of pixels in a tile, at most.
constexpr std::size_t most_vectors(std::size_t channels) {
  return kSums / channels < kMostVectors ? kSums / channels : kMostVectors;
}

// What the tiles of one phase have in common.
struct FlatPhase {
  const Tap *taps, *end;
  std::size_t in_channels, plane;         // elements from one input channel to the next
  std::size_t weight_channel, weight_in;  // weights from one output, one input channel to the next
  std::size_t flat_channel;               // elements from one output channel to the next
  const Scalar *weight, *bias;
};

// A register block: `channels` times `vectors` of neighbouring pixels.
template <std::size_t channels, std::size_t vectors>
__attribute__((flatten)) void tile(const FlatPhase& phase, const Scalar* x, Scalar* flat) {
  Lanes sum[channels][vectors];
  unrolled<channels>([&](std::size_t c) {
    const Lanes start = phase.bias ? Lanes{} + phase.bias[c] : Lanes{};
    unrolled<vectors>([&](std::size_t v) { sum[c][v] = start; });
  });
  const Scalar* weight = phase.weight;
  for (std::size_t k = 0; k < phase.in_channels; ++k, x += phase.plane, weight += phase.weight_in) {
    for (const Tap* tap = phase.taps; tap != phase.end; ++tap) {
      const Scalar *from = x + tap->input, *w = weight + tap->weight;
      Lanes pixels[vectors];
      unrolled<vectors>([&](std::size_t v) { pixels[v] = load(from + v * kLanes); });
      unrolled<channels>([&](std::size_t c) {
        unrolled<vectors>([&](std::size_t v) { sum[c][v] += pixels[v] * w[c * phase.weight_channel]; });
      });
    }
  }
  unrolled<channels>([&](std::size_t c) {
    unrolled<vectors>([&](std::size_t v) { store(flat + c * phase.flat_channel + v * kLanes, sum[c][v]); });
  });
}

using Tile = void (*)(const FlatPhase&, const Scalar*, Scalar*);

template <std::size_t channels>
struct Tiles {
  Tile of_vectors[most_vectors(channels)];
  template <std::size_t... V>
  constexpr explicit Tiles(std::index_sequence<V...>) : of_vectors{tile<channels, V + 1>...} {}
};

template <std::size_t channels>
void sum_phase(const FlatPhase& phase, std::size_t vectors, const Scalar* x, Scalar* flat) {
  constexpr std::size_t most = most_vectors(channels);
  static constexpr Tiles<channels> tiles{std::make_index_sequence<most>()};
  const std::size_t count = (vectors + most - 1) / most, size = (vectors + count - 1) / count;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = least(i * size, vectors - size) * kLanes;
    tiles.of_vectors[size - 1](phase, x + at, flat + at);
  }
}

using Sum = void (*)(const FlatPhase&, std::size_t, const Scalar*, Scalar*);
constexpr Sum kSumPhase[kFew] = {sum_phase<1>, sum_phase<2>, sum_phase<3>, sum_phase<4>,
                                 sum_phase<5>, sum_phase<6>, sum_phase<7>, sum_phase<8>};

}  // namespace

template <>
void sum_flat<kIsa>(const FlatSum& s, const Tap* taps, const std::size_t* first, const Scalar* planes,
                    const Scalar* weight, const Scalar* bias, Scalar* flat, Scalar* y) {
  if (s.channels == 0) return;
  FlatPhase phase{nullptr,     nullptr,     s.in.channels, s.in.plane, s.weight_channel,
                  s.weight_in, s.flat_size, weight,        bias};
  for (std::size_t a = 0; a < least(s.out_step.h, s.rows); ++a) {
    for (std::size_t b = 0; b < least(s.out_step.w, s.columns); ++b) {
      const std::size_t* const range = first + a * s.out_step.w + b;
      phase.taps = taps + range[0];
      phase.end = taps + range[1];
      const std::size_t rows = (s.rows - a + s.out_step.h - 1) / s.out_step.h;
      const std::size_t columns = (s.columns - b + s.out_step.w - 1) / s.out_step.w;
      const std::size_t length = (rows - 1) * s.in.pitch + columns;
      kSumPhase[s.channels - 1](phase, (length + kLanes - 1) / kLanes, planes + s.in.origin, flat);
      for (std::size_t c = 0; c < s.channels; ++c) {
        for (std::size_t i = 0; i < rows; ++i) {
          const Scalar* const from = flat + c * phase.flat_channel + i * s.in.pitch;
          Scalar* const to = y + (c * s.rows + a + i * s.out_step.h) * s.columns + b;
          if (s.out_step.w == 1) {
            copy_row(from, columns, to);
          } else {
            for (std::size_t j = 0; j < columns; ++j) to[j * s.out_step.w] = from[j];
          }
        }
      }
    }
  }
}

}  // namespace direct
}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
