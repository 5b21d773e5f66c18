// The normalization kernels for batch norm without spatial axes: x is (N, C), and a set is a column. Walking
// down one column after the other would use one element of each cache line; here many neighbouring columns go
// down together. What the functions do is said in core/kernels/normalization.hpp.
#pragma once

#include "core/isa.hpp"
#include "core/kernels/normalization.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {

void normalize_columns(const NormSets& s, const NormArrays& a, double eps, Moments* moments, Scalar* y);
void normalize_columns_backward(const NormSets& s, const NormArrays& a, const Moments* moments,
                                const Scalar* dy, Scalar* dx, Scalar* dgamma, Scalar* dbeta);

// Some neighbouring columns: `rows` rows, `stride` elements apart, of `count` elements.
constexpr std::size_t kMostColumns = 128;
struct Columns {
  std::size_t rows, stride, count;
};

// Two sums for each column.
struct ColumnSums {
  double plain[kMostColumns], other[kMostColumns];
};

// Numbers of each column that the loops need, as arrays so that neighbours form vectors.
struct ColumnFactors {
  Scalar shift[kMostColumns], scale[kMostColumns], offset[kMostColumns];
};

// --- The loops, compiled once for each instruction set

// d = x - shift: adds d and d^2
template <Isa>
void add_column_deviations(const Columns& c, const Scalar* x, const Scalar* shift, ColumnSums& sums);

// x_hat = (x - shift) * scale + offset: adds dy and dy * x_hat
template <Isa>
void add_column_gradients(const Columns& c, const Scalar* x, const ColumnFactors& x_hat, const Scalar* dy,
                          ColumnSums& sums);

// y = (x - shift) * scale + offset
template <Isa>
void write_columns(const Columns& c, const Scalar* x, const ColumnFactors& f, Scalar* y);

// dx = x_hat * back + constant + dy * along, x_hat as above. Not one factor for x: the product of two rstd
// leaves the range of Scalar long before either does.
struct ColumnGradients {
  Scalar back[kMostColumns], constant[kMostColumns], along[kMostColumns];
};
template <Isa>
void write_column_gradients(const Columns& c, const Scalar* x, const ColumnFactors& x_hat,
                            const ColumnGradients& f, const Scalar* dy, Scalar* dx);

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
