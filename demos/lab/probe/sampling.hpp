// Even samples of long arrays.
#pragma once

#include <cstddef>

namespace gg::lab {

// A stride near the golden section of n that meets every index 0 .. n - 1 once when it goes round: each
// beginning of that walk is spread evenly, and whatever is periodic in an array (rows, channels) is met
// evenly, too. 1 for n up to 2.
std::size_t golden_stride(std::size_t n);

}  // namespace gg::lab
