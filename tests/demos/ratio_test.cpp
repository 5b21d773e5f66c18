#include "demos/lab/report/ratio.hpp"

#include <cmath>
#include <limits>

#include "demos/lab/text.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

using namespace gg::lab;

TEST_CASE("numbers over orders of magnitude are averaged and compared by their logarithms") {
  CHECK(geometric_mean({1, 100}) == Approx(10));
  const Group small{"BN", {0.9, 1.0, 1.1}}, large{"none", {9, 1000, 95}};
  const Comparison c = compare_ratio(small, large);
  CHECK(c.difference() == Approx(std::log(geometric_mean(large.values) / geometric_mean(small.values))));
  CHECK(c.verdict == Verdict::higher);
  // As they are, the spread of the large ones hides it.
  CHECK(compare(small.values, large.values).verdict != Verdict::higher);
}

TEST_CASE("a ratio in one sentence") {
  const Group none{"none", {8, 10, 12.5}}, bn{"BN", {0.8, 1.0, 1.25}};
  CHECK(ratio_text(none, bn, " nats") ==
        "BN 1 nats against none 10 nats is clearly lower (factor 0.1, d = -10.3 of the logarithms, 3 seeds)");
  CHECK(ratio_text({"none", {8}}, bn) ==
        "BN 1 against none 8 cannot be judged from so few seeds (factor 0.125, 1 and 3 seeds)");
  CHECK(ratio_text({"none", {8, 10, 12.5}, 1}, bn) ==
        "BN 1 against none 10 cannot be judged because some runs gave no number (factor 0.1, d = -10.3 of "
        "the logarithms, 3 "
        "seeds, 1 run "
        "without a number)");
  CHECK(ratio_text(none, {"BN", {}, 1}) == "BN has no run with such a number");
  CHECK(ratio_text(none, {"BN", {}}) == "BN was not run");
}

TEST_CASE("a cell of a table holds the geometric mean and the ends") {
  CHECK(ratio_cell({}) == "-");
  CHECK(ratio_cell({2.5}) == "2.5");
  CHECK(ratio_cell({1, 100}) == "10 (1 to 100)");
}

TEST_CASE("what has no logarithm is refused") {
  for (double bad : {0.0, -1.0, std::numeric_limits<double>::infinity()})
    CHECK(contains(error_of([&] {
                     geometric_mean({1, bad});
                   }),
                   "finite values above 0, whose logarithms can be compared, got " + gg::text(bad)));
}

TEST_CASE("significant digits") {
  CHECK(significant(0.012345) == "0.0123");
  CHECK(significant(12345) == "12,300");
  CHECK(significant(-2) == "-2");
  CHECK(significant(1.5, 4) == "1.5");
  CHECK(significant(0.000012345) == "1.23e-05");
  CHECK(significant(1234567) == "1.23e+06");
}
