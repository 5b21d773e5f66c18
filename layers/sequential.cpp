#include "layers/sequential.hpp"

namespace gg {
inline namespace GG_SCALAR {

Tensor Sequential::forward(const Tensor& x) {
  Tensor y = x;
  for (std::size_t i = 0; i < size(); ++i) y = (*this)[i](y);
  return y;
}

}  // namespace GG_SCALAR
}  // namespace gg
