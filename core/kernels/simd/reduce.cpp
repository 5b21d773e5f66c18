#include "core/kernels/reduce.hpp"

#include "core/kernels/simd/runs.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {

template <>
double sum<kIsa>(const Scalar* x, std::size_t n) {
  double total = 0, unused = 0;
  add_run(n, total, unused, [&](auto at) {
    const auto v = at(x);
    return Pair{v, decltype(v - v){}};
  });
  return total;
}

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
