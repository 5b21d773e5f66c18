#include "core/kernels/reduce.hpp"

#include <algorithm>
#include <cmath>

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace {

constexpr std::size_t kTile = 256;  // columns whose running sums stay in cache

}  // namespace

double sum(const Scalar* x, std::size_t n) {
  double total = 0;
  for (std::size_t start = 0; start < n; start += kBlock) {
    const std::size_t end = std::min(start + kBlock, n);
    Scalar block = 0;
#pragma omp simd reduction(+ : block)
    for (std::size_t i = start; i < end; ++i) block += x[i];
    total += static_cast<double>(block);
  }
  return total;
}

void sum_axis(const Scalar* x, Scalar* y, std::size_t outer, std::size_t n, std::size_t inner) {
  for (std::size_t o = 0; o < outer; ++o, x += n * inner, y += inner) {
    if (inner == 1) {
      *y = static_cast<Scalar>(sum(x, n));
      continue;
    }
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
