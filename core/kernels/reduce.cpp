#include "core/kernels/reduce.hpp"

#include <algorithm>
#include <cmath>

#include "core/parallel.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace {

constexpr std::size_t kTile = 256;  // columns whose running sums stay in cache

// The sums of `rows` runs of n neighbours.
void sum_rows(const Scalar* x, Scalar* y, std::size_t rows, std::size_t n) {
  constexpr std::size_t kLeastElements = 1 << 15;  // for a thread
  parallel_for(rows, kLeastElements / std::max<std::size_t>(n, 1), [&](std::size_t first, std::size_t last) {
    with_isa([&](auto level) {
      for (std::size_t row = first; row < last; ++row)
        y[row] = static_cast<Scalar>(sum<level()>(x + row * n, n));
    });
  });
}

}  // namespace

void sum_axis(const Scalar* x, Scalar* y, std::size_t outer, std::size_t n, std::size_t inner) {
  if (inner == 1) return sum_rows(x, y, outer, n);
  for (std::size_t o = 0; o < outer; ++o, x += n * inner, y += inner) {
    for (std::size_t tile = 0; tile < inner; tile += kTile) {
      const std::size_t width = std::min(kTile, inner - tile);
      double sums[kTile];
      std::fill_n(sums, width, 0.0);
      for (std::size_t r = 0; r < n; ++r) {
        const Scalar* row = x + r * inner + tile;
#pragma omp simd
        for (std::size_t i = 0; i < width; ++i) sums[i] += static_cast<double>(row[i]);
      }
      for (std::size_t i = 0; i < width; ++i) y[tile + i] = static_cast<Scalar>(sums[i]);
    }
  }
}

void max_axis(const Scalar* x, Scalar* y, std::size_t outer, std::size_t n, std::size_t inner) {
  for (std::size_t o = 0; o < outer; ++o, x += n * inner, y += inner) {
    std::copy_n(x, inner, y);
    for (std::size_t r = 1; r < n; ++r) {
      const Scalar* row = x + r * inner;
      for (std::size_t i = 0; i < inner; ++i) y[i] = row[i] > y[i] || std::isnan(row[i]) ? row[i] : y[i];
    }
  }
}

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
