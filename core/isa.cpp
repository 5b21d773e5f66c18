#include "core/isa.hpp"

#include <atomic>
#include <cstdlib>

#include "core/check.hpp"

namespace gg {
namespace {

constexpr Isa kLevels[] = {Isa::avx512, Isa::avx2, Isa::baseline};  // widest first

Isa widest() {
  for (Isa level : kLevels) {
    if (isa_available(level)) return level;
  }
  return Isa::baseline;
}

Isa level_named(const std::string& name) {
  for (Isa level : kLevels) {
    if (name == text(level)) return level;
  }
  fail({"isa: expected baseline, avx2 or avx512, got \"", name, "\""});
}

Isa checked(Isa level) {
  GG_CHECK(isa_available(level), "isa: this machine lacks ", text(level), "; the widest it has is ",
           text(widest()));
  return level;
}

// Chosen at the first use; a bad GROUPGRAD_ISA is an Error at every use.
std::atomic<Isa>& current() {
  static std::atomic<Isa> level([] {
    const char* name = std::getenv("GROUPGRAD_ISA");
    if (!name || !*name) return widest();
    try {
      return checked(level_named(name));
    } catch (const Error& error) {
      fail({"GROUPGRAD_ISA: ", error.what()});
    }
  }());
  return level;
}

}  // namespace

std::string text(Isa level) {
  switch (level) {
    case Isa::avx512:
      return "avx512";
    case Isa::avx2:
      return "avx2";
    default:
      return "baseline";
  }
}

// The features asked for are those add_simd_sources compiles with.
bool isa_available(Isa level) {
#ifdef __x86_64__
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (level == Isa::avx2) return avx2;
  if (level == Isa::avx512) {
    return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  }
#endif
  return level == Isa::baseline;
}

Isa isa() { return current().load(std::memory_order_relaxed); }

void set_isa(Isa level) { current().store(checked(level)); }

void set_isa(const std::string& name) { set_isa(level_named(name)); }

}  // namespace gg
