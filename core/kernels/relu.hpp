// ReLU, which a training step spends time in, compiled once for each instruction set.
#pragma once

#include "core/config.hpp"
#include "core/isa.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {

// y = max(x, 0); NaN stays NaN
template <Isa>
void relu(std::size_t n, const Scalar* x, Scalar* y);

// dx = dy where y > 0, else 0
template <Isa>
void relu_backward(std::size_t n, const Scalar* dy, const Scalar* y, Scalar* dx);

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
