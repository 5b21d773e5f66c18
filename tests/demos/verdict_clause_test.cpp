#include "demos/lab/report/verdict_clause.hpp"

#include "tests/catch.hpp"

using namespace gg::lab;

TEST_CASE("things with the same verdict stand together, what is clear first") {
  ByVerdict errors;
  CHECK(errors.empty());
  errors.add(Verdict::within_spread, "dropout");
  errors.add(Verdict::higher, "small noise (+2.00)");
  errors.add(Verdict::incomplete, "salt");
  errors.add(Verdict::higher, "big noise (+5.00)");
  errors.add(Verdict::unclear, "blur");
  errors.add(Verdict::too_few, "shift");
  errors.add(Verdict::lower, "nothing");
  CHECK_FALSE(errors.empty());
  CHECK(
      errors.clauses("with") ==
      "is clearly higher with small noise (+2.00) and big noise (+5.00); is clearly lower with nothing; does "
      "not differ clearly with dropout; may differ by chance only with blur; cannot be judged from so "
      "few seeds with shift; cannot be judged because some runs gave no number with salt");
}
