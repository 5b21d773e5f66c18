// The scalar type, and the inline namespace that keeps the two builds of the library apart.
//
// libgroupgrad computes in float. The same sources compiled with GROUPGRAD_FLOAT64 give libgroupgrad64, which
// computes in double: that is the build gradient checks run in. A program picks one by what it links.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

// The inline namespace of this build: f32 or f64. Names need not mention it.
#ifdef GROUPGRAD_FLOAT64
#define GG_SCALAR f64
#else
#define GG_SCALAR f32
#endif

namespace gg {

using Shape = std::vector<std::size_t>;  // extent of each axis; {} is a single number
using Axes = std::vector<int>;           // axis numbers; negative ones count from the last

inline namespace GG_SCALAR {

// The type of every element of every tensor.
#ifdef GROUPGRAD_FLOAT64
using Scalar = double;
#else
using Scalar = float;
#endif

}  // namespace GG_SCALAR
}  // namespace gg
