#include "core/kernels/normalization_columns.hpp"
#include "core/kernels/simd/lanes.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {

template <>
void add_column_deviations<kIsa>(const Columns& c, const Scalar* x, const Scalar* shift, ColumnSums& sums) {
  for (std::size_t row = 0; row < c.rows; ++row, x += c.stride) {
#pragma omp simd
    for (std::size_t i = 0; i < c.count; ++i) {
      const Scalar d = x[i] - shift[i];
      sums.plain[i] += static_cast<double>(d);
      sums.other[i] += static_cast<double>(d * d);
    }
  }
}

template <>
void add_column_gradients<kIsa>(const Columns& c, const Scalar* x, const ColumnFactors& x_hat,
                                const Scalar* dy, ColumnSums& sums) {
  for (std::size_t row = 0; row < c.rows; ++row, x += c.stride, dy += c.stride) {
#pragma omp simd
    for (std::size_t i = 0; i < c.count; ++i) {
      sums.plain[i] += static_cast<double>(dy[i]);
      sums.other[i] +=
          static_cast<double>(dy[i] * ((x[i] - x_hat.shift[i]) * x_hat.scale[i] + x_hat.offset[i]));
    }
  }
}

template <>
void write_columns<kIsa>(const Columns& c, const Scalar* x, const ColumnFactors& f, Scalar* y) {
  for (std::size_t row = 0; row < c.rows; ++row, x += c.stride, y += c.stride) {
#pragma omp simd
    for (std::size_t i = 0; i < c.count; ++i) y[i] = (x[i] - f.shift[i]) * f.scale[i] + f.offset[i];
  }
}

template <>
void write_column_gradients<kIsa>(const Columns& c, const Scalar* x, const ColumnFactors& x_hat,
                                  const ColumnGradients& f, const Scalar* dy, Scalar* dx) {
  for (std::size_t row = 0; row < c.rows; ++row, x += c.stride, dy += c.stride, dx += c.stride) {
#pragma omp simd
    for (std::size_t i = 0; i < c.count; ++i) {
      const Scalar hat = (x[i] - x_hat.shift[i]) * x_hat.scale[i] + x_hat.offset[i];
      dx[i] = hat * f.back[i] + f.constant[i] + dy[i] * f.along[i];
    }
  }
}

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
