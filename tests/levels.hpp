// Running a test at each instruction set that the machine has.
#pragma once

#include "core/isa.hpp"

// Puts the level back that the other tests run at.
struct KeepIsa {
  gg::Isa level = gg::isa();
  KeepIsa() = default;
  KeepIsa(const KeepIsa&) = delete;
  KeepIsa& operator=(const KeepIsa&) = delete;
  ~KeepIsa() { gg::set_isa(level); }
};

template <class F>
void at_each_level(F f) {
  const KeepIsa keep;
  for (gg::Isa level : {gg::Isa::baseline, gg::Isa::avx2, gg::Isa::avx512}) {
    if (!gg::isa_available(level)) continue;
    gg::set_isa(level);
    f(gg::text(level));
  }
}
