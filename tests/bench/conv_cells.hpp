// The convolutions that are measured.
#pragma once

#include "tests/bench/case.hpp"

namespace gg::bench {

constexpr const char* kConvSizes = "N/in/out/size/stride";

inline std::vector<Sizes> conv_cells() {
  std::vector<Sizes> cells;
  for (const Sizes& s : {Sizes{3, 16, 32, 1}, Sizes{16, 32, 32, 1}, Sizes{32, 64, 16, 1}, Sizes{1, 16, 28, 1},
                         Sizes{16, 32, 28, 2}, Sizes{32, 64, 14, 2}}) {
    for (std::size_t n : {2, 8, 32}) cells.push_back({n, s[0], s[1], s[2], s[3]});
  }
  return cells;
}

}  // namespace gg::bench
