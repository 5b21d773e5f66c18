// Instruction sets: kernels compiled once for each level, and one chosen when the program runs.
//
// The library is built for any machine of its kind, yet its hot loops want the widest vectors there are. So
// each source in core/kernels/simd/ is compiled once a level, with the level's flags and GG_ISA set to its
// name (CMakeLists.txt: add_simd_sources). To add a kernel:
//
//   in core/kernels/add.hpp              template <Isa> void add(std::size_t n, const Scalar* x, Scalar* y);
//   in core/kernels/simd/add.cpp         template <> void add<Isa::GG_ISA>(std::size_t n, ...) { the loop }
//   where it is used                     with_isa([&](auto level) { add<level()>(n, x, y); });
//
// A source in simd/ must define nothing else that the linker sees: all else stands in an anonymous namespace,
// and no inline function or template of the standard library is called (std::min, std::vector): the linker
// keeps one copy of those for the whole program, perhaps the one a lesser machine cannot run. A test looks
// for such copies. Compile-time helpers (std::index_sequence, type traits) and intrinsic functions of the
// compiler are fine.
#pragma once

#include <cstddef>
#include <string>
#include <type_traits>

namespace gg {

enum class Isa {
  baseline,  // what the compiler assumes of every machine of this kind; SSE2 on x86-64
  avx2,      // x86-64: AVX2 and FMA
  avx512     // x86-64: AVX-512 F, BW, DQ and VL
};

std::string text(Isa level);

// What a level has: bytes of a vector register, and how many of them.
constexpr std::size_t vector_bytes(Isa level) {
  return level == Isa::avx512 ? 64 : level == Isa::avx2 ? 32 : 16;
}
constexpr std::size_t vector_registers(Isa level) {
#ifdef __aarch64__
  return 32;
#else
  return level == Isa::avx512 ? 32 : 16;
#endif
}

// Whether this machine, and this build, can run a level.
bool isa_available(Isa level);

// The level in use: the widest available, unless GROUPGRAD_ISA in the environment names another, or set_isa
// did.
Isa isa();

// Chooses a level by name: "baseline", "avx2" or "avx512"; an Error for another name, and for a level that
// this machine lacks. Not to be called while kernels run.
void set_isa(const std::string& name);
void set_isa(Isa level);

// Calls f with the level in use as a compile-time constant; f returns the same type for each.
template <class F>
auto with_isa(F f) {
#ifdef __x86_64__
  const Isa level = isa();
  if (level == Isa::avx512) return f(std::integral_constant<Isa, Isa::avx512>());
  if (level == Isa::avx2) return f(std::integral_constant<Isa, Isa::avx2>());
#endif
  return f(std::integral_constant<Isa, Isa::baseline>());
}

}  // namespace gg
