#include "core/kernels/normalization.hpp"

#include <algorithm>
#include <cmath>

#include "core/kernels/normalization_columns.hpp"
#include "core/kernels/normalization_loops.hpp"
#include "core/kernels/range.hpp"
#include "core/memory.hpp"
#include "core/parallel.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace {

constexpr std::size_t kMostAtOnce = 16;
constexpr std::size_t kLeastBytes = 64 << 10;  // for a thread: less is done sooner than another thread wakes

// From deviations from one element, so that a constant set gives its mean exactly; if that element lies far
// out, once more from the mean that was found.
template <Isa level>
Moments moments_of(const NormSets& s, std::size_t set, const Scalar* x, double eps) {
  const double share = 1 / static_cast<double>(s.size());
  const auto spread_from = [&](Scalar origin) {
    return Spread(static_cast<double>(origin), sum_deviations<level>(s, set, x, origin), share);
  };
  Spread spread = spread_from(x[set * s.set_stride]);
  if (spread.far_out()) spread = spread_from(spread.better_origin());
  return moments_from(spread, s, set, x, eps);
}

// Calls visit(first, last) for bundles of sets, on several threads. A bundle is summed as a whole before it
// is written: as many sets as stay in the first-level cache, so that no write waits for the last additions,
// division and root of its own sums.
template <class Visit>
void for_each_bundle(const NormSets& s, Range sets, std::size_t arrays, Visit visit) {
  constexpr std::size_t kCacheBytes = 24 << 10;
  const std::size_t bytes = arrays * s.size() * sizeof(Scalar);
  const std::size_t bundle = std::clamp<std::size_t>(kCacheBytes / bytes, 1, kMostAtOnce);
  parallel_for(sets.last - sets.first, kLeastBytes / bytes, [&](std::size_t first, std::size_t last) {
    for (std::size_t at = sets.first + first; at < sets.first + last; at += bundle)
      visit(at, std::min(at + bundle, sets.first + last));
  });
}

}  // namespace

NormSets group_sets(std::size_t N, std::size_t C, std::size_t S, std::size_t G) {
  const std::size_t per_group = C / G;
  NormSets s{N * G, per_group, S, per_group * S, S, C, per_group, 1, 0};
  if (S == 1) {
    s.segments = 1;
    s.length = s.segment_stride = per_group;
    s.element_channel = 1;
  }
  return s;
}

NormSets batch_sets(std::size_t N, std::size_t C, std::size_t S) { return {C, N, S, S, C * S, C, 1, 0, 0}; }

namespace {

bool sets_are_columns(const NormSets& s) {
  return s.length == 1 && s.set_stride == 1 && s.element_channel == 0;
}

}  // namespace

bool can_join_relu(const NormSets& s) { return !sets_are_columns(s); }

void normalize(const NormSets& s, const NormArrays& a, double eps, Moments* moments, Scalar* y) {
  if (sets_are_columns(s)) return normalize_columns(s, a, eps, moments, y);
  for_each_bundle(s, {0, s.sets}, 1, [&](std::size_t first, std::size_t last) {
    with_isa([&](auto level) {
      for (std::size_t set = first; set < last; ++set) moments[set] = moments_of<level()>(s, set, a.x, eps);
      for (std::size_t set = first; set < last; ++set) write_normalized<level()>(s, set, a, moments[set], y);
    });
  });
}

// --- Backward

namespace {

// dgamma and dbeta where each segment has one channel: each channel's sums, in the order of the sets.
void sum_segments(const NormSets& s, const NormSums* segments, Scalar* dgamma, Scalar* dbeta) {
  Buffer scratch(s.channels * sizeof(NormSums));
  NormSums* sums = scratch.as<NormSums>();
  std::fill_n(sums, s.channels, NormSums{0, 0});
  for (std::size_t set = 0; set < s.sets; ++set) {
    const std::size_t channel = set * s.set_channels % s.channels;
    for (std::size_t i = 0; i < s.segments; ++i, ++segments) {
      NormSums& sum = sums[channel + i * s.segment_channel];
      sum.plain += segments->plain;
      sum.other += segments->other;
    }
  }
  for (std::size_t c = 0; c < s.channels; ++c) {
    if (dgamma) dgamma[c] = static_cast<Scalar>(sums[c].other);
    if (dbeta) dbeta[c] = static_cast<Scalar>(sums[c].plain);
  }
}

// The same where each element has one channel, for some samples after the others: sums over tiles of
// neighbouring channels, a few samples in Scalar before double takes over.
class ElementSums {
 public:
  explicit ElementSums(const NormSets& s)
      : s_(s),
        groups_(s.channels / s.length),
        scratch_(2 * s.channels * sizeof(double)),
        dgamma_(scratch_.as<double>()),
        dbeta_(dgamma_ + s.channels) {
    std::fill_n(dgamma_, 2 * s.channels, 0.0);
  }

  std::size_t groups() const { return groups_; }

  void add(Range samples, const NormArrays& a, const Moments* moments, const Scalar* dy) {
    const std::size_t tiles = (s_.length + kTile - 1) / kTile,
                      tile_bytes = 2 * kTile * kAtOnce * sizeof(Scalar);
    parallel_for(groups_ * tiles, kLeastBytes / tile_bytes, [&](std::size_t first, std::size_t last) {
      for (std::size_t i = first; i < last; ++i) {
        for (std::size_t n = samples.first; n < samples.last; n += kAtOnce)
          add_tile({n, std::min(n + kAtOnce, samples.last)}, i / tiles, i % tiles * kTile, a, moments, dy);
      }
    });
  }

  void write(Scalar* dgamma, Scalar* dbeta) const {
    const auto to_scalar = [](double v) { return static_cast<Scalar>(v); };
    if (dgamma) std::transform(dgamma_, dgamma_ + s_.channels, dgamma, to_scalar);
    if (dbeta) std::transform(dbeta_, dbeta_ + s_.channels, dbeta, to_scalar);
  }

 private:
  static constexpr std::size_t kTile = 256, kAtOnce = 16;

  void add_tile(Range samples, std::size_t group, std::size_t at, const NormArrays& a, const Moments* moments,
                const Scalar* dy) {
    const std::size_t count = std::min(kTile, s_.length - at), c = group * s_.length + at;
    Scalar dgamma[kTile] = {}, dbeta[kTile] = {};
    with_isa([&](auto level) {
      for (std::size_t n = samples.first; n < samples.last; ++n) {
        const std::size_t start = n * s_.channels + c;
        add_affine_gradients<level()>(count, {a.x + start, a.gamma + c, a.beta + c},
                                      moments[n * groups_ + group], s_.relu, dy + start, dgamma, dbeta);
      }
      add_to_doubles<level()>(count, dgamma, dgamma_ + c);
      add_to_doubles<level()>(count, dbeta, dbeta_ + c);
    });
  }

  const NormSets& s_;
  std::size_t groups_;
  Buffer scratch_;
  double *dgamma_, *dbeta_;  // of each channel
};

// dx of some sets; where each segment has one channel, also its sums.
void input_gradients(const NormSets& s, Range sets, const NormArrays& a, const Moments* moments,
                     const Scalar* dy, Scalar* dx, NormSums* segments) {
  const double share = 1 / static_cast<double>(s.size());
  for_each_bundle(s, sets, 2, [&](std::size_t first, std::size_t last) {
    with_isa([&](auto level) {
      NormSums means[kMostAtOnce];
      for (std::size_t set = first; set < last; ++set) {
        NormSums* const own = segments ? segments + set * s.segments : nullptr;
        const NormSums sums = sum_gradients<level()>(s, set, a, moments[set], dy, own);
        means[set - first] = {sums.plain * share, sums.other * share};
      }
      if (!dx) return;
      for (std::size_t set = first; set < last; ++set)
        write_gradient<level()>(s, set, a, moments[set], means[set - first], dy, dx);
    });
  });
}

}  // namespace

void normalize_backward(const NormSets& s, const NormArrays& a, const Moments* moments, const Scalar* dy,
                        Scalar* dx, Scalar* dgamma, Scalar* dbeta) {
  if (sets_are_columns(s)) return normalize_columns_backward(s, a, moments, dy, dx, dgamma, dbeta);
  if (!s.element_channel) {
    Buffer scratch(s.sets * s.segments * sizeof(NormSums));
    NormSums* segments = scratch.as<NormSums>();
    input_gradients(s, {0, s.sets}, a, moments, dy, dx, segments);
    return sum_segments(s, segments, dgamma, dbeta);
  }
  // Some samples at a time, so that their second reading finds them in the cache; dx last, as it may be dy.
  constexpr std::size_t kBlockBytes = 4 << 20;
  ElementSums sums(s);
  const std::size_t samples = s.sets / sums.groups(),
                    block = std::max<std::size_t>(kBlockBytes / (2 * s.channels * sizeof(Scalar)), 1);
  for (std::size_t n = 0; n < samples; n += block) {
    const Range part{n, std::min(n + block, samples)};
    if (dgamma || dbeta) sums.add(part, a, moments, dy);
    if (dx)
      input_gradients(s, {part.first * sums.groups(), part.last * sums.groups()}, a, moments, dy, dx,
                      nullptr);
  }
  sums.write(dgamma, dbeta);
}

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
