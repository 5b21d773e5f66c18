// Sums over, and writes to, runs of neighbouring elements. What is summed or written is a function of a
// position, written once for vectors and single elements alike:
//
//   write_run(y, n, [&](auto at) { return at(x) * scale; });
#pragma once

#include <type_traits>

#include "core/kernels/simd/lanes.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace {

// Reads arrays at a position: kLanes elements, or one.
struct VectorAt {
  std::size_t i;
  Lanes operator()(const Scalar* x) const { return load(x + i); }
};
struct ElementAt {
  std::size_t i;
  Scalar operator()(const Scalar* x) const { return x[i]; }
};

template <class T>
struct Pair {
  T plain, other;
};
template <class T>
Pair(T, T) -> Pair<T>;

template <std::size_t distance, std::size_t... L>
inline Lanes swapped(Lanes v, std::index_sequence<L...>) {
  return __builtin_shufflevector(v, v, (L ^ distance)...);
}

// The sum of all lanes: each half onto the other, then each half of a half, ...
template <std::size_t distance = kLanes / 2>
inline Scalar sum_of(Lanes v) {
  v += swapped<distance>(v, std::make_index_sequence<kLanes>());
  if constexpr (distance > 1) {
    return sum_of<distance / 2>(v);
  } else {
    return v[0];
  }
}

// The last `count` lanes of v, the others 0.
template <std::size_t... L>
inline Lanes last_lanes(Lanes v, std::size_t count, std::index_sequence<L...>) {
  using Integer = std::conditional_t<sizeof(Scalar) == sizeof(int), int, long>;
  typedef Integer Integers __attribute__((vector_size(vector_bytes(kIsa))));
  return Integers{static_cast<Integer>(L)...} >= static_cast<Integer>(kLanes - count) ? v : Lanes{};
}
inline Lanes last_lanes(Lanes v, std::size_t count) {
  return last_lanes(v, count, std::make_index_sequence<kLanes>());
}

// Elements that are summed in Scalar before double takes over. A lane then holds at most 32 of them, or 10^7
// floats would lose digits.
constexpr std::size_t kBlockVectors = 32;

// Adds the sums over n elements of the pairs that `term` gives. Four vectors at a time hide the latency of
// addition.
template <class Term>
inline void add_run(std::size_t n, double& plain, double& other, Term term) {
  constexpr std::size_t kUnroll = 4, kStep = kUnroll * kLanes, kBlock = kBlockVectors * kStep;
  for (std::size_t start = 0; start < n; start += kBlock) {
    const std::size_t end = least(start + kBlock, n);
    Lanes a[kUnroll] = {}, b[kUnroll] = {};
    const auto add = [&](std::size_t u, std::size_t i) {
      const auto pair = term(VectorAt{i});
      a[u] += pair.plain;
      b[u] += pair.other;
    };
    std::size_t i = start;
    for (; i + kStep <= end; i += kStep) unrolled<kUnroll>([&](std::size_t u) { add(u, i + u * kLanes); });
    for (; i + kLanes <= end; i += kLanes) add(0, i);
    if (i < end && n >= kLanes) {
      const auto pair = term(VectorAt{end - kLanes});
      a[1] += last_lanes(pair.plain, end - i);
      b[1] += last_lanes(pair.other, end - i);
      i = end;
    }
    Pair<Scalar> rest{0, 0};
    for (; i < end; ++i) {
      const auto pair = term(ElementAt{i});
      rest.plain += pair.plain;
      rest.other += pair.other;
    }
    plain += static_cast<double>(sum_of((a[0] + a[1]) + (a[2] + a[3])) + rest.plain);
    other += static_cast<double>(sum_of((b[0] + b[1]) + (b[2] + b[3])) + rest.other);
  }
}

// y[i] = term(at i) for n elements; y may be one of the arrays that the term reads. Vectors are stored at
// multiples of their size, since one that lies across two cache lines costs twice. The first and the last
// overlap their neighbours: they are computed before anything is stored.
template <class Term>
inline void write_run(Scalar* y, std::size_t n, Term term) {
  if (n < kLanes) {
    for (std::size_t i = 0; i < n; ++i) y[i] = term(ElementAt{i});
    return;
  }
  const std::size_t past = reinterpret_cast<std::size_t>(y) / sizeof(Scalar) % kLanes;
  const Lanes first = term(VectorAt{0}), last = term(VectorAt{n - kLanes});
  std::size_t i = (kLanes - past) % kLanes;
  for (; i + 4 * kLanes <= n; i += 4 * kLanes)
    unrolled<4>([&](std::size_t u) { store(y + i + u * kLanes, term(VectorAt{i + u * kLanes})); });
  for (; i + kLanes <= n; i += kLanes) store(y + i, term(VectorAt{i}));
  if (past != 0) store(y, first);
  if (i < n) store(y + n - kLanes, last);
}

}  // namespace
}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
