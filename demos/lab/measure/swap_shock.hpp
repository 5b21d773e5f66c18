// What a sudden change of the net does to its loss.
#pragma once

#include <optional>

#include "demos/lab/measure/curves.hpp"

namespace gg::lab {

struct SwapShock {
  double jump = 0;  // mean loss of the `window` steps behind the change less that before it
  std::optional<std::size_t> recovery;  // steps from the change until the mean of the last `window` losses,
                                        // all behind it, is below that before it; nothing if that never comes
};

// Of a change after step `at`. Nothing where the curve has not so many finite losses on both sides. Throws
// Error for a window of 0.
std::optional<SwapShock> swap_shock(const Curve& losses, std::size_t at, std::size_t window = 10);

}  // namespace gg::lab
