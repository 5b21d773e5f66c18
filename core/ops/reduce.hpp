// Ops that join elements along axes. `axes` empty means all of them; keepdim leaves the joined axes with
// extent 1. All are differentiable. An axis out of range or given twice throws an Error.
#pragma once

#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {

Tensor sum(const Tensor& x, const Axes& axes = {}, bool keepdim = false);   // 0 over nothing
Tensor mean(const Tensor& x, const Axes& axes = {}, bool keepdim = false);  // throws over nothing

//   sum (x - mean)^2 / (n - correction)
//
// Unbiased by default, the biased one has correction 0. Throws if n <= correction.
Tensor var(const Tensor& x, const Axes& axes = {}, bool keepdim = false, std::size_t correction = 1);

// Equal maxima share the gradient evenly (as PyTorch's amax). Throws over nothing. NaN if any element is.
Tensor max(const Tensor& x, const Axes& axes = {}, bool keepdim = false);

// The smallest; as max otherwise.
Tensor min(const Tensor& x, const Axes& axes = {}, bool keepdim = false);

//   (sum |x|^p)^(1 / p)      p >= 1
//
// p = infinity gives the largest |x|. Powers do not overflow. Where all of x is zero, the gradient is 0.
Tensor norm(const Tensor& x, const Axes& axes = {}, bool keepdim = false, double p = 2);

//   log sum exp(x)
//
// The maximum is taken out first, so nothing overflows; likewise in the two below. Throws over nothing.
Tensor logsumexp(const Tensor& x, const Axes& axes = {}, bool keepdim = false);

//   exp(x) / (sum exp(x))      the sum along the axis
//
// Beside an infinite entry, or of nothing but -inf, NaN; so is its logarithm.
Tensor softmax(const Tensor& x, int axis);

//   x - log sum exp(x)       the sum along the axis
Tensor log_softmax(const Tensor& x, int axis);

}  // namespace GG_SCALAR
}  // namespace gg
