#include "tests/bench/simd.hpp"

namespace gg::bench {
namespace {

constexpr std::size_t kLanes = __BIGGEST_ALIGNMENT__ / sizeof(float);  // of the widest register
constexpr std::size_t kChains = 12;  // enough to hide the latency, few enough for 16 registers

using Vector __attribute__((vector_size(__BIGGEST_ALIGNMENT__))) = float;

}  // namespace

template <>
float multiply_add<Isa::GG_ISA>(std::size_t flop) {
  Vector sums[kChains] = {}, factor = {}, term = {};
  for (std::size_t i = 0; i < kChains; ++i) sums[i] += static_cast<float>(i);  // or they would be one
  factor += 0.5F;
  term += 1.0F;
  for (std::size_t done = 0; done < flop; done += 2 * kLanes * kChains) {
#pragma GCC unroll 12
    for (Vector& sum : sums) sum = sum * factor + term;
  }
  float total = 0;
  for (const Vector& sum : sums) {
    for (std::size_t i = 0; i < kLanes; ++i) total += sum[i];
  }
  return total;
}

template <>
void triad<Isa::GG_ISA>(std::size_t n, const float* b, const float* c, float s, float* a) {
#pragma omp simd
  for (std::size_t i = 0; i < n; ++i) a[i] = b[i] + s * c[i];
}

}  // namespace gg::bench
