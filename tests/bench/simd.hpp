// Loops that show what a core can do, once for each instruction set (see core/isa.hpp).
#pragma once

#include <cstddef>

#include "core/isa.hpp"

namespace gg::bench {

// About so many floating-point operations, as multiplications with an addition that wait for nothing but the
// unit that computes them. Returns a number that depends on all of them.
template <Isa>
float multiply_add(std::size_t flop);

template <Isa>
void triad(std::size_t n, const float* b, const float* c, float s, float* a);  // a = b + s c

}  // namespace gg::bench
