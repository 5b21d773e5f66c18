#include "core/kernels/normalization_loops.hpp"
#include "core/kernels/simd/runs.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace {

// Calls visit(number, offset, channel) for each segment of a set.
template <class Visit>
inline void for_each_segment(const NormSets& s, std::size_t set, Visit visit) {
  const std::size_t start = set * s.set_stride, channel = set * s.set_channels % s.channels;
  for (std::size_t i = 0; i < s.segments; ++i)
    visit(i, start + i * s.segment_stride, channel + i * s.segment_channel);
}

// x_hat at a position, but for residual * rstd, which the callers subtract once and not at each element.
template <class At>
inline auto x_hat(At at, const Scalar* x, const Moments& m) {
  return (at(x) - m.shift) * m.rstd;
}

}  // namespace

template <>
NormSums sum_deviations<kIsa>(const NormSets& s, std::size_t set, const Scalar* x, Scalar shift) {
  NormSums sums{0, 0};
  const bool joined = s.segment_stride == s.length;
  const std::size_t runs = joined ? 1 : s.segments, length = joined ? s.size() : s.length;
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
void write_normalized<kIsa>(const NormSets& s, std::size_t set, const Scalar* x, const Scalar* gamma,
                            const Scalar* beta, const Moments& m, Scalar* y) {
  for_each_segment(s, set, [&](std::size_t, std::size_t start, std::size_t c) {
    const Scalar *from = x + start, *g = gamma + c, *b = beta + c;
    if (s.element_channel) {
      const Scalar rest = m.residual * m.rstd;
      write_run(y + start, s.length, [&](auto at) { return (x_hat(at, from, m) - rest) * at(g) + at(b); });
    } else {
      const Scalar scale = m.rstd * *g, offset = *b - m.residual * scale;
      write_run(y + start, s.length, [&](auto at) { return (at(from) - m.shift) * scale + offset; });
    }
  });
}

template <>
NormSums sum_gradients<kIsa>(const NormSets& s, std::size_t set, const Scalar* x, const Scalar* gamma,
                             const Moments& m, const Scalar* dy, NormSums* segment_sums) {
  NormSums sums{0, 0};
  const double rest = static_cast<double>(m.residual * m.rstd);
  for_each_segment(s, set, [&](std::size_t i, std::size_t start, std::size_t c) {
    const Scalar *px = x + start, *pdy = dy + start, *g = gamma + c;
    if (s.element_channel) {
      add_run(s.length, sums.plain, sums.other, [&](auto at) {
        const auto weighted = at(pdy) * at(g);
        return Pair{weighted, weighted * x_hat(at, px, m)};
      });
      return;
    }
    NormSums segment{0, 0};
    add_run(s.length, segment.plain, segment.other, [&](auto at) {
      return Pair{at(pdy), at(pdy) * x_hat(at, px, m)};
    });
    segment.other -= rest * segment.plain;
    segment_sums[i] = segment;
    sums.plain += segment.plain * static_cast<double>(*g);
    sums.other += segment.other * static_cast<double>(*g);
  });
  if (s.element_channel) sums.other -= rest * sums.plain;
  return sums;
}

template <>
void write_gradient<kIsa>(const NormSets& s, std::size_t set, const Scalar* x, const Scalar* gamma,
                          const Moments& m, const NormSums& means, const Scalar* dy, Scalar* dx) {
  const auto along = static_cast<Scalar>(-means.other) * m.rstd;  // the factor of x_hat, then all constants
  const Scalar offset = -static_cast<Scalar>(means.plain) * m.rstd - m.residual * m.rstd * along;
  for_each_segment(s, set, [&](std::size_t, std::size_t start, std::size_t c) {
    const Scalar *px = x + start, *pdy = dy + start, *g = gamma + c;
    if (s.element_channel) {
      write_run(dx + start, s.length,
                [&](auto at) { return at(pdy) * at(g) * m.rstd + (x_hat(at, px, m) * along + offset); });
    } else {
      const Scalar scale = *g * m.rstd;
      write_run(dx + start, s.length,
                [&](auto at) { return at(pdy) * scale + (x_hat(at, px, m) * along + offset); });
    }
  });
}

template <>
void add_affine_gradients<kIsa>(std::size_t n, const Scalar* x, const Moments& m, const Scalar* dy,
                                double* dgamma, double* dbeta) {
  const Scalar rest = m.residual * m.rstd;
#pragma omp simd
  for (std::size_t i = 0; i < n; ++i) {
    dbeta[i] += static_cast<double>(dy[i]);
    dgamma[i] += static_cast<double>(dy[i] * ((x[i] - m.shift) * m.rstd - rest));
  }
}

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
