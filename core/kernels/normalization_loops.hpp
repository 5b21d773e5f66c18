// The loops of the normalization kernels over one set, compiled once for each instruction set (core/isa.hpp).
#pragma once

#include "core/isa.hpp"
#include "core/kernels/normalization_moments.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {

// d = x - shift
template <Isa>
NormSums sum_deviations(const NormSets& s, std::size_t set, const Scalar* x, Scalar shift);

// y = x_hat * gamma + beta, and the ReLU of that if s.relu
template <Isa>
void write_normalized(const NormSets& s, std::size_t set, const NormArrays& a, const Moments& m, Scalar* y);

// g = dy * gamma, where s.relu did not cut it off. Where segments have a channel each, the sums of dy and dy
// * x_hat over each segment go to segment_sums[segments].
template <Isa>
NormSums sum_gradients(const NormSets& s, std::size_t set, const NormArrays& a, const Moments& m,
                       const Scalar* dy, NormSums* segment_sums);

// dx = rstd * (g - means.plain - x_hat * means.other)
template <Isa>
void write_gradient(const NormSets& s, std::size_t set, const NormArrays& a, const Moments& m,
                    const NormSums& means, const Scalar* dy, Scalar* dx);

// Where elements have a channel each: adds dy and dy * x_hat of n neighbours, from `a` on, to dbeta and
// dgamma.
template <Isa>
void add_affine_gradients(std::size_t n, const NormArrays& a, const Moments& m, bool relu, const Scalar* dy,
                          Scalar* dgamma, Scalar* dbeta);

// sums += x
template <Isa>
void add_to_doubles(std::size_t n, const Scalar* x, double* sums);

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
