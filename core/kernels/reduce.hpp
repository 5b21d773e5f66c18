// Sums and maxima along one axis of an array seen as (outer, n, inner).
#pragma once

#include "core/config.hpp"
#include "core/isa.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {

// sum_i x[i]: blocks are summed in Scalar and vector registers, their sums in double, so that 10^7
// floats keep their digits.
template <Isa>
double sum(const Scalar* x, std::size_t n);

// y(o, i) = sum_r x(o, r, i)
void sum_axis(const Scalar* x, Scalar* y, std::size_t outer, std::size_t n, std::size_t inner);

// y(o, i) = max_r x(o, r, i), NaN if any is; n >= 1
void max_axis(const Scalar* x, Scalar* y, std::size_t outer, std::size_t n, std::size_t inner);

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
