// Dropout (Srivastava et al., 2014).
#pragma once

#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {

// While training, sets each element to 0 with probability p and scales the others by 1 / (1 - p), so that the
// expectation stays; otherwise returns x. p is in [0, 1].
Tensor dropout(const Tensor& x, double p = 0.5, bool training = true, Random& random = default_random());

}  // namespace GG_SCALAR
}  // namespace gg
