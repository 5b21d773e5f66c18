#include "core/kernels/normalization.hpp"

#include <algorithm>
#include <cmath>

#include "core/kernels/reduce.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace {

// Calls visit(offset, channel) for each segment of a set.
template <class Visit>
void for_each_segment(const NormSets& s, std::size_t set, Visit visit) {
  const std::size_t start = set * s.set_stride, channel = set * s.set_channels % s.channels;
  for (std::size_t i = 0; i < s.segments; ++i)
    visit(start + i * s.segment_stride, channel + i * s.segment_channel);
}

// Calls visit(first, count) for each run of neighbouring elements of at most kBlock.
template <class Visit>
void for_each_block(const NormSets& s, std::size_t set, Visit visit) {
  const bool joined = s.segment_stride == s.length || s.segments == 1;
  const std::size_t runs = joined ? 1 : s.segments, length = joined ? s.size() : s.length;
  for (std::size_t run = 0; run < runs; ++run) {
    const std::size_t start = set * s.set_stride + run * s.segment_stride;
    for (std::size_t at = 0; at < length; at += kBlock) visit(start + at, std::min(kBlock, length - at));
  }
}

// --- Moments, in two passes

struct Sums {
  double plain = 0, other = 0;  // of the deviations and their squares; of g and g * x_hat
};

Sums sum_deviations(const NormSets& s, std::size_t set, const Scalar* x, Scalar shift) {
  Sums sums;
  for_each_block(s, set, [&](std::size_t first, std::size_t count) {
    Scalar a = 0, b = 0;
#pragma omp simd reduction(+ : a, b)
    for (std::size_t i = first; i < first + count; ++i) {
      const Scalar d = x[i] - shift;
      a += d;
      b += d * d;
    }
    sums.plain += static_cast<double>(a);
    sums.other += static_cast<double>(b);
  });
  return sums;
}

// For values whose squares leave the range of Scalar: the same in units of the largest magnitude.
Moments scaled_moments(const NormSets& s, std::size_t set, const Scalar* x, double eps) {
  double scale = 0, mean = 0, var = 0;
  const double m = static_cast<double>(s.size());
  const auto each = [&](auto visit) {
    for_each_block(s, set, [&](std::size_t first, std::size_t count) {
      for (std::size_t i = first; i < first + count; ++i) visit(static_cast<double>(x[i]));
    });
  };
  each([&](double v) { scale = std::max(scale, std::abs(v)); });  // a NaN comes in through the mean
  each([&](double v) { mean += v / scale / m; });
  each([&](double v) { var += (v / scale - mean) * (v / scale - mean) / m; });
  const auto shift = static_cast<Scalar>(mean * scale);
  return {shift, static_cast<Scalar>(mean * scale - static_cast<double>(shift)),
          static_cast<Scalar>(1 / std::sqrt(var + eps / scale / scale) / scale), mean * scale,
          var * scale * scale};
}

// First the mean, taken from the first element so that a constant set gives it exactly; then, around that
// mean, the rest of the mean and the variance.
Moments moments_of(const NormSets& s, std::size_t set, const Scalar* x, double eps) {
  const double m = static_cast<double>(s.size());
  const Scalar origin = x[set * s.set_stride];
  const auto shift =
      static_cast<Scalar>(static_cast<double>(origin) + sum_deviations(s, set, x, origin).plain / m);
  const Sums sums = sum_deviations(s, set, x, shift);
  const double residual = sums.plain / m, var = std::max(sums.other / m - residual * residual, 0.0);
  if (!std::isfinite(sums.other)) return scaled_moments(s, set, x, eps);
  const double rstd = var + eps > 0 ? 1 / std::sqrt(var + eps) : 0;  // 0: a constant set, and eps = 0
  return {shift, static_cast<Scalar>(residual), static_cast<Scalar>(rstd),
          static_cast<double>(shift) + residual, var};
}

}  // namespace

NormSets group_sets(std::size_t N, std::size_t C, std::size_t S, std::size_t G) {
  const std::size_t per_group = C / G;
  NormSets s{N * G, per_group, S, per_group * S, S, C, per_group, 1, 0};
  if (S == 1) {
    s.segments = 1;
    s.length = per_group;
    s.element_channel = 1;
  }
  return s;
}

NormSets batch_sets(std::size_t N, std::size_t C, std::size_t S) { return {C, N, S, S, C * S, C, 1, 0, 0}; }

void normalize(const NormSets& s, const Scalar* x, const Scalar* gamma, const Scalar* beta, double eps,
               Moments* moments, Scalar* y) {
  for (std::size_t set = 0; set < s.sets; ++set) {
    const Moments m = moments[set] = moments_of(s, set, x, eps);
    for_each_segment(s, set, [&](std::size_t start, std::size_t c) {
      const Scalar *from = x + start, *g = gamma + c, *b = beta + c;
      Scalar* to = y + start;
      if (s.element_channel) {
#pragma omp simd
        for (std::size_t i = 0; i < s.length; ++i)
          to[i] = ((from[i] - m.shift) - m.residual) * m.rstd * g[i] + b[i];
      } else {
        const Scalar scale = m.rstd * *g, offset = *b - m.residual * scale;
#pragma omp simd
        for (std::size_t i = 0; i < s.length; ++i) to[i] = (from[i] - m.shift) * scale + offset;
      }
    });
  }
}

namespace {

// Sums over one set of dy and dy * x_hat, each weighted with gamma; the unweighted
// ones go to dbeta and dgamma.
Sums backward_sums(const NormSets& s, std::size_t set, const Scalar* x, const Scalar* gamma, const Moments& m,
                   const Scalar* dy, double* dgamma, double* dbeta) {
  Sums sums;
  for_each_segment(s, set, [&](std::size_t start, std::size_t c) {
    if (s.element_channel) {
      for (std::size_t i = 0; i < s.length; ++i) {
        const double g = static_cast<double>(dy[start + i]);
        const double gx = g * static_cast<double>(((x[start + i] - m.shift) - m.residual) * m.rstd);
        dbeta[c + i] += g;
        dgamma[c + i] += gx;
        sums.plain += g * static_cast<double>(gamma[c + i]);
        sums.other += gx * static_cast<double>(gamma[c + i]);
      }
      return;
    }
    Sums segment;
    for (std::size_t at = 0; at < s.length; at += kBlock) {
      const Scalar *px = x + start + at, *pdy = dy + start + at;
      const std::size_t count = std::min(kBlock, s.length - at);
      Scalar a = 0, b = 0;
#pragma omp simd reduction(+ : a, b)
      for (std::size_t i = 0; i < count; ++i) {
        a += pdy[i];
        b += pdy[i] * (((px[i] - m.shift) - m.residual) * m.rstd);
      }
      segment.plain += static_cast<double>(a);
      segment.other += static_cast<double>(b);
    }
    dbeta[c] += segment.plain;
    dgamma[c] += segment.other;
    sums.plain += segment.plain * static_cast<double>(gamma[c]);
    sums.other += segment.other * static_cast<double>(gamma[c]);
  });
  return sums;
}

}  // namespace

void normalize_backward(const NormSets& s, const Scalar* x, const Scalar* gamma, const Moments* moments,
                        const Scalar* dy, Scalar* dx, Scalar* dgamma, Scalar* dbeta) {
  std::vector<double> dgamma_sums(s.channels, 0.0), dbeta_sums(s.channels, 0.0);
  const double size = static_cast<double>(s.size());
  for (std::size_t set = 0; set < s.sets; ++set) {
    const Moments& m = moments[set];
    const Sums sums = backward_sums(s, set, x, gamma, m, dy, dgamma_sums.data(), dbeta_sums.data());
    if (!dx) continue;
    const auto mean_g = static_cast<Scalar>(sums.plain / size),
               mean_gx = static_cast<Scalar>(sums.other / size);
    for_each_segment(s, set, [&](std::size_t start, std::size_t c) {
      const Scalar *px = x + start, *pdy = dy + start, *g = gamma + c;
      Scalar* to = dx + start;
#pragma omp simd
      for (std::size_t i = 0; i < s.length; ++i) {
        const Scalar x_hat = ((px[i] - m.shift) - m.residual) * m.rstd;
        to[i] = m.rstd * (pdy[i] * g[i * s.element_channel] - mean_g - x_hat * mean_gx);
      }
    });
  }
  const auto to_scalar = [](double v) { return static_cast<Scalar>(v); };
  if (dgamma) std::transform(dgamma_sums.begin(), dgamma_sums.end(), dgamma, to_scalar);
  if (dbeta) std::transform(dbeta_sums.begin(), dbeta_sums.end(), dbeta, to_scalar);
}

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
