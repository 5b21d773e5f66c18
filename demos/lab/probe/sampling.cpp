#include "demos/lab/probe/sampling.hpp"

#include <numeric>

namespace gg::lab {

std::size_t golden_stride(std::size_t n) {
  auto stride = static_cast<std::size_t>(0.6180339887498949 * static_cast<double>(n));
  while (stride == 0 || std::gcd(stride, n) != 1) ++stride;
  return stride;
}

}  // namespace gg::lab
