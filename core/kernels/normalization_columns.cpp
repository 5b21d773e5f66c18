#include "core/kernels/normalization_columns.hpp"

#include <algorithm>
#include <cmath>

#include "core/kernels/normalization_moments.hpp"
#include "core/parallel.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace {

// Calls visit(first column, columns) for bundles of neighbouring columns, on several threads.
template <class Visit>
void for_each_bundle(const NormSets& s, Visit visit) {
  constexpr std::size_t kLeastElements = 1 << 14;  // for a thread
  const std::size_t bundles = (s.sets + kMostColumns - 1) / kMostColumns;
  parallel_for(bundles, kLeastElements / (kMostColumns * s.segments),
               [&](std::size_t first, std::size_t last) {
                 for (std::size_t c = first * kMostColumns; c < std::min(last * kMostColumns, s.sets);
                      c += kMostColumns)
                   visit(c, Columns{s.segments, s.segment_stride, std::min(kMostColumns, s.sets - c)});
               });
}

ColumnSums deviations(const Columns& columns, const Scalar* x, const Scalar* origins) {
  ColumnSums sums{};
  with_isa([&](auto level) { add_column_deviations<level()>(columns, x, origins, sums); });
  return sums;
}

// As moments_of in normalization.cpp, for many sets at a time: if one element is far out, all columns are
// summed again.
void find_moments(const NormSets& s, std::size_t first, const Columns& columns, const Scalar* x, double eps,
                  Moments* moments) {
  const double share = 1 / static_cast<double>(columns.rows);
  Scalar origins[kMostColumns];
  std::copy_n(x + first, columns.count, origins);
  ColumnSums sums = deviations(columns, x + first, origins);
  const auto spread = [&](std::size_t i) {
    return Spread(static_cast<double>(origins[i]), {sums.plain[i], sums.other[i]}, share);
  };
  bool again = false;
  for (std::size_t i = 0; i < columns.count; ++i) {
    if (!spread(i).far_out()) continue;
    again = true;
    origins[i] = spread(i).better_origin();
  }
  if (again) sums = deviations(columns, x + first, origins);
  for (std::size_t i = 0; i < columns.count; ++i)
    moments[first + i] = moments_from(spread(i), s, first + i, x, eps);
}

}  // namespace

void normalize_columns(const NormSets& s, const NormArrays& a, double eps, Moments* moments, Scalar* y) {
  for_each_bundle(s, [&](std::size_t first, const Columns& columns) {
    find_moments(s, first, columns, a.x, eps, moments);
    ColumnFactors f;
    for (std::size_t i = 0; i < columns.count; ++i) {
      const Moments& m = moments[first + i];
      f.shift[i] = m.shift;
      f.scale[i] = m.rstd * a.gamma[first + i];
      f.offset[i] = a.beta[first + i] - m.residual * f.scale[i];
    }
    with_isa([&](auto level) { write_columns<level()>(columns, a.x + first, f, y + first); });
  });
}

void normalize_columns_backward(const NormSets& s, const NormArrays& a, const Moments* moments,
                                const Scalar* dy, Scalar* dx, Scalar* dgamma, Scalar* dbeta) {
  const double share = 1 / static_cast<double>(s.size());
  for_each_bundle(s, [&](std::size_t first, const Columns& columns) {
    ColumnFactors x_hat;
    ColumnGradients f;
    ColumnSums sums{};
    for (std::size_t i = 0; i < columns.count; ++i) {
      const Moments& m = moments[first + i];
      x_hat.shift[i] = m.shift;
      x_hat.scale[i] = m.rstd;
      x_hat.offset[i] = -m.residual * m.rstd;
    }
    with_isa(
        [&](auto level) { add_column_gradients<level()>(columns, a.x + first, x_hat, dy + first, sums); });
    // dx = rstd * gamma * (dy - mean(dy) - x_hat * mean(dy * x_hat))
    for (std::size_t i = 0; i < columns.count; ++i) {
      f.along[i] = moments[first + i].rstd * a.gamma[first + i];
      f.back[i] = -f.along[i] * static_cast<Scalar>(sums.other[i] * share);
      f.constant[i] = -f.along[i] * static_cast<Scalar>(sums.plain[i] * share);
      if (dgamma) dgamma[first + i] = static_cast<Scalar>(sums.other[i]);
      if (dbeta) dbeta[first + i] = static_cast<Scalar>(sums.plain[i]);
    }
    if (!dx) return;
    with_isa([&](auto level) {
      write_column_gradients<level()>(columns, a.x + first, x_hat, f, dy + first, dx + first);
    });
  });
}

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
