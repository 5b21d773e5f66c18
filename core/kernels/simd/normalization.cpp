#include "core/kernels/normalization_loops.hpp"
#include "core/kernels/simd/runs.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace {

// One segment of a set. Its elements are read and computed at positions, as runs.hpp has it.
struct Run {
  const Scalar *x, *gamma, *beta;
  Moments m;
  Scalar scale, offset;  // where the segment has one channel: y = (x - shift) * scale + offset
  bool each;             // whether each element has a channel of its own
};

// x_hat at a position, but for residual * rstd, which the callers subtract once and not at each element.
template <class At>
inline auto x_hat(const Run& r, At at) {
  return (at(r.x) - r.m.shift) * r.m.rstd;
}

template <bool each, class At>
inline auto value(const Run& r, At at) {
  if constexpr (each) {
    return (x_hat(r, at) - r.m.residual * r.m.rstd) * at(r.gamma) + at(r.beta);
  } else {
    return (at(r.x) - r.m.shift) * r.scale + r.offset;
  }
}

// dy at a position; 0 where a ReLU behind the norm gave 0.
template <bool each, bool relu, class At>
inline auto passed(const Run& r, At at, const Scalar* dy) {
  if constexpr (relu) {
    const auto g = at(dy);
    return value<each>(r, at) > 0 ? g : decltype(g - g){};
  } else {
    return at(dy);
  }
}

// Calls visit(number, offset, run) for each segment of a set.
template <class Visit>
inline void for_each_segment(const NormSets& s, std::size_t set, const NormArrays& a, const Moments& m,
                             Visit visit) {
  const std::size_t start = set * s.set_stride, channel = set * s.set_channels % s.channels;
  for (std::size_t i = 0; i < s.segments; ++i) {
    const std::size_t at = start + i * s.segment_stride, c = channel + i * s.segment_channel;
    const Scalar scale = m.rstd * a.gamma[c];
    visit(i, at,
          Run{a.x + at, a.gamma + c, a.beta + c, m, scale, a.beta[c] - m.residual * scale,
              s.element_channel != 0});
  }
}

// Calls f(each, relu) with the two as compile-time constants.
template <class F>
inline void with_kind(bool each, bool relu, F f) {
  using True = std::true_type;
  using False = std::false_type;
  if (each)
    relu ? f(True{}, True{}) : f(True{}, False{});
  else
    relu ? f(False{}, True{}) : f(False{}, False{});
}

}  // namespace

template <>
NormSums sum_deviations<kIsa>(const NormSets& s, std::size_t set, const Scalar* x, Scalar shift) {
  NormSums sums{0, 0};
  const bool joined = s.segment_stride == s.length;
  const std::size_t runs = joined ? 1 : s.segments, length = joined ? s.segments * s.length : s.length;
  for (std::size_t run = 0; run < runs; ++run) {
    const Scalar* from = x + set * s.set_stride + run * s.segment_stride;
    add_run(length, sums.plain, sums.other, [&](auto at) {
      const auto d = at(from) - shift;
      return Pair{d, d * d};
    });
  }
  return sums;
}

template <>
void write_normalized<kIsa>(const NormSets& s, std::size_t set, const NormArrays& a, const Moments& m,
                            Scalar* y) {
  for_each_segment(s, set, a, m, [&](std::size_t, std::size_t start, const Run& r) {
    with_kind(r.each, s.relu, [&](auto each, auto relu) {
      write_run(y + start, s.length, [&](auto at) {
        const auto v = value<each()>(r, at);
        if constexpr (relu()) {
          return v < 0 ? decltype(v - v){} : v;
        } else {
          return v;
        }
      });
    });
  });
}

template <>
NormSums sum_gradients<kIsa>(const NormSets& s, std::size_t set, const NormArrays& a, const Moments& m,
                             const Scalar* dy, NormSums* segment_sums) {
  NormSums sums{0, 0};
  const double rest = static_cast<double>(m.residual * m.rstd);
  for_each_segment(s, set, a, m, [&](std::size_t i, std::size_t start, const Run& r) {
    NormSums segment{0, 0};
    with_kind(r.each, s.relu, [&](auto each, auto relu) {
      add_run(s.length, segment.plain, segment.other, [&](auto at) {
        const auto g = passed<each(), relu()>(r, at, dy + start);
        if constexpr (each()) {
          const auto weighted = g * at(r.gamma);
          return Pair{weighted, weighted * x_hat(r, at)};
        } else {
          return Pair{g, g * x_hat(r, at)};
        }
      });
    });
    segment.other -= rest * segment.plain;
    if (!r.each) segment_sums[i] = segment;
    const double weight = r.each ? 1 : static_cast<double>(*r.gamma);
    sums.plain += segment.plain * weight;
    sums.other += segment.other * weight;
  });
  return sums;
}

template <>
void write_gradient<kIsa>(const NormSets& s, std::size_t set, const NormArrays& a, const Moments& m,
                          const NormSums& means, const Scalar* dy, Scalar* dx) {
  const auto along = static_cast<Scalar>(-means.other) * m.rstd;  // the factor of x_hat, then all constants
  const Scalar offset = -static_cast<Scalar>(means.plain) * m.rstd - m.residual * m.rstd * along;
  for_each_segment(s, set, a, m, [&](std::size_t, std::size_t start, const Run& r) {
    with_kind(r.each, s.relu, [&](auto each, auto relu) {
      write_run(dx + start, s.length, [&](auto at) {
        const auto g = passed<each(), relu()>(r, at, dy + start), rest = x_hat(r, at) * along + offset;
        if constexpr (each()) {
          return g * at(r.gamma) * m.rstd + rest;
        } else {
          return g * r.scale + rest;
        }
      });
    });
  });
}

template <>
void add_affine_gradients<kIsa>(std::size_t n, const NormArrays& a, const Moments& m, bool relu,
                                const Scalar* dy, Scalar* dgamma, Scalar* dbeta) {
  const Run r{a.x, a.gamma, a.beta, m, 0, 0, true};
  const Scalar rest = m.residual * m.rstd;
  with_kind(true, relu, [&](auto each, auto joined) {
    const auto hat = [&](auto at) { return x_hat(r, at) - rest; };
    const auto g = [&](auto at) { return passed<each(), joined()>(r, at, dy); };
    write_run(dgamma, n, [&](auto at) { return at(dgamma) + g(at) * hat(at); });
    write_run(dbeta, n, [&](auto at) { return at(dbeta) + g(at); });
  });
}

template <>
void add_to_doubles<kIsa>(std::size_t n, const Scalar* x, double* sums) {
#pragma omp simd
  for (std::size_t i = 0; i < n; ++i) sums[i] += static_cast<double>(x[i]);
}

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
