// A range of numbers.
#pragma once

#include "core/config.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {

// first to last - 1
struct Range {
  std::size_t first, last;
};

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
