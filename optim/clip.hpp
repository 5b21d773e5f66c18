// Keeping gradients from growing too large, between backward() and step().
#pragma once

#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {

// Scales all gradients by max_norm / (norm + 1e-6) if their Euclidean norm, taken over all of them together,
// is larger. Returns the norm before. Parameters without a gradient are passed over. Throws if max_norm is
// not above 0.
double clip_grad_norm_(const Tensors& parameters, double max_norm);

// Moves each element of the gradients into [-limit, limit]. Throws if limit is not above 0.
void clip_grad_value_(const Tensors& parameters, double limit);

}  // namespace GG_SCALAR
}  // namespace gg
