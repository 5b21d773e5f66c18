#include "core/kernels/relu.hpp"

#include "core/kernels/simd/runs.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {

template <>
void relu<kIsa>(std::size_t n, const Scalar* x, Scalar* y) {
  write_run(y, n, [&](auto at) {
    const auto v = at(x);
    return v < 0 ? decltype(v){} : v;
  });
}

template <>
void relu_backward<kIsa>(std::size_t n, const Scalar* dy, const Scalar* y, Scalar* dx) {
  write_run(dx, n, [&](auto at) {
    const auto g = at(dy);
    return at(y) > 0 ? g : decltype(g){};
  });
}

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
