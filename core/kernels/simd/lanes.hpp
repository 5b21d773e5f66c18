// Vectors of the level being compiled, for the sources in this folder only.
//
// The anonymous namespace is on purpose: each level's object file gets its own copy (core/isa.hpp).
#pragma once

#include <utility>

#include "core/config.hpp"
#include "core/isa.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace {

constexpr Isa kIsa = Isa::GG_ISA;
constexpr std::size_t kLanes = vector_bytes(kIsa) / sizeof(Scalar);

typedef Scalar Lanes __attribute__((vector_size(vector_bytes(kIsa))));

inline Lanes load(const Scalar* from) {  // from anywhere: no alignment is asked for
  Lanes v;
  __builtin_memcpy(&v, from, sizeof v);
  return v;
}

inline void store(Scalar* to, Lanes v) { __builtin_memcpy(to, &v, sizeof v); }

inline std::size_t least(std::size_t a, std::size_t b) { return a < b ? a : b; }

inline void copy_row(const Scalar* from, std::size_t count, Scalar* to) {
  if (count < kLanes) {
    for (std::size_t i = 0; i < count; ++i) to[i] = from[i];
    return;
  }
  for (std::size_t i = 0; i + kLanes < count; i += kLanes) store(to + i, load(from + i));
  store(to + count - kLanes, load(from + count - kLanes));
}

template <class F, std::size_t... I>
inline void unrolled(std::index_sequence<I...>, F f) {
  (f(I), ...);
}

// f(0), ..., f(count - 1), written out, so that arrays indexed by them can live in registers.
template <std::size_t count, class F>
inline void unrolled(F f) {
  unrolled(std::make_index_sequence<count>(), f);
}

}  // namespace
}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
