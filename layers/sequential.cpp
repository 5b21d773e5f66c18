#include "layers/sequential.hpp"

#include <typeinfo>

#include "layers/activation.hpp"
#include "layers/norm.hpp"

namespace gg {
inline namespace GG_SCALAR {

namespace {

// The norm, if it can take the ReLU behind it along.
Norm* joined_norm(Module& first, Module& second) {
  const bool watched = first.has_forward_hooks() || second.has_forward_hooks();
  return watched || typeid(second) != typeid(ReLU) ? nullptr : dynamic_cast<Norm*>(&first);
}

}  // namespace

Tensor Sequential::forward(const Tensor& x) {
  Tensor y = x;
  for (std::size_t i = 0; i < size(); ++i) {
    if (Norm* norm = i + 1 < size() ? joined_norm((*this)[i], (*this)[i + 1]) : nullptr) {
      y = norm->forward_relu(y);
      ++i;
    } else {
      y = (*this)[i](y);
    }
  }
  return y;
}

}  // namespace GG_SCALAR
}  // namespace gg
