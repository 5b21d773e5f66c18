#include "core/isa.hpp"

#include "tests/catch.hpp"
#include "tests/errors.hpp"
#include "tests/levels.hpp"

namespace {

using namespace gg;

TEST_CASE("each level of this machine can be chosen by name, and the others say what there is") {
  const KeepIsa keep;
  CHECK(isa_available(Isa::baseline));
  for (Isa level : {Isa::baseline, Isa::avx2, Isa::avx512}) {
    const std::string refusal = error_of([&] { set_isa(text(level)); });
    if (isa_available(level)) {
      CHECK(refusal == "no error");
      CHECK(isa() == level);
      CHECK(with_isa([](auto constant) { return constant() == isa(); }));
    } else {
      CHECK(contains(refusal, "this machine lacks " + text(level) + "; the widest it has is "));
    }
  }
}

TEST_CASE("an unknown level is named, and changes nothing") {
  const Isa before = isa();
  CHECK(error_of([] { set_isa("avx1024"); }) == "isa: expected baseline, avx2 or avx512, got \"avx1024\"");
  CHECK(error_of([] { set_isa(""); }) == "isa: expected baseline, avx2 or avx512, got \"\"");
  CHECK(isa() == before);
}

}  // namespace
