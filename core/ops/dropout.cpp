#include "core/ops/dropout.hpp"

#include "core/ops/elementwise.hpp"

namespace gg {
inline namespace GG_SCALAR {

Tensor dropout(const Tensor& x, double p, bool training, Random& random) {
  GG_CHECK(p >= 0 && p <= 1, "dropout: expected a probability in [0, 1], got ", p);
  if (!training || p == 0) return x;
  Tensor mask = empty(x.shape());
  Scalar* m = mask.mutable_data();
  for (std::size_t i = 0; i < mask.numel(); ++i)
    m[i] = random.bernoulli(p) ? Scalar{0} : static_cast<Scalar>(1 / (1 - p));
  return x * mask;
}

}  // namespace GG_SCALAR
}  // namespace gg
