#include "demos/lab/measure/statistics.hpp"

#include <cmath>
#include <limits>

#include "core/random.hpp"
#include "demos/lab/report/comparison.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

using namespace gg::lab;

TEST_CASE("statistics of known answer") {
  const std::vector<double> x = {2, 4, 4, 4, 5, 5, 7, 9};
  CHECK(mean(x) == 5);
  CHECK(sample_sd(x) == Approx(std::sqrt(32.0 / 7)));
  CHECK(median(x) == 4.5);
  CHECK(median({3, 1, 2}) == 2);
  const Summary summary = summarize(x);
  CHECK(summary.count == 8);
  CHECK(summary.min == 2);
  CHECK(summary.max == 9);
  CHECK(summary.sd == sample_sd(x));
}

TEST_CASE("quartiles are of the finite values") {
  const double nan = std::numeric_limits<double>::quiet_NaN(),
               infinity = std::numeric_limits<double>::infinity();
  CHECK(quartiles({4, 1, 3, 2, 5}) == std::vector<double>{1, 2, 3, 4, 5});
  CHECK(quartiles({nan, 4, 1, -infinity, 3, nan, 2, 5, infinity}) == std::vector<double>{1, 2, 3, 4, 5});
  CHECK(quartiles({7}) == std::vector<double>(5, 7));
  REQUIRE(quartiles({nan, nan}).size() == 5);
  CHECK(std::isnan(quartiles({nan, nan})[2]));
  CHECK(std::isnan(quartiles({})[0]));
}

TEST_CASE("pooled spread weighs by degrees of freedom") {
  // Variances 1 (n = 3) and 4 (n = 5): (2 * 1 + 4 * 4) / 6 = 3.
  const std::vector<double> a = {1, 2, 3}, b = {10 - std::sqrt(8), 10, 10, 10, 10 + std::sqrt(8)};
  CHECK(pooled_sd(a, b) == Approx(std::sqrt(3.0)));
  CHECK(*effect_size(a, b) == Approx(8 / std::sqrt(3.0)));
  CHECK(*effect_size(b, a) == Approx(-8 / std::sqrt(3.0)));
}

TEST_CASE("a single value has no spread, and no effect size") {
  CHECK(sample_sd({5}) == 0);
  CHECK(summarize({5}).sd == 0);
  CHECK(pooled_sd({5}, {6}) == 0);
  CHECK_FALSE(effect_size({5}, {6}));
  CHECK_FALSE(effect_size({5}, {6, 7, 8}));
}

TEST_CASE("values that do not vary") {
  // 0.1 + 0.1 + 0.1 is not 0.3: a naive mean would find a spread of 1e-17 and an effect of 1e16.
  CHECK(sample_sd({0.1, 0.1, 0.1}) == 0);
  CHECK(*effect_size({0.1, 0.1, 0.1}, {0.1, 0.1, 0.1}) == 0);
  CHECK_FALSE(effect_size({0.1, 0.1, 0.1}, {0.2, 0.2, 0.2}));
}

TEST_CASE("a large mean does not swallow the spread") {
  CHECK(sample_sd({1e9 + 1, 1e9 + 2, 1e9 + 3}) == Approx(1).epsilon(1e-9));
}

TEST_CASE("statistics refuse what has no answer") {
  CHECK(contains(error_of([] { mean({}); }), "mean: expected at least one value, got none"));
  CHECK_THROWS_AS(median({}), gg::Error);
  CHECK_THROWS_AS(sample_sd({}), gg::Error);
  CHECK_THROWS_AS(summarize({}), gg::Error);
  CHECK_THROWS_AS(pooled_sd({1}, {}), gg::Error);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(contains(error_of([&] { median({1, nan}); }), "nan at index 1"));
  CHECK_THROWS_AS(mean({std::numeric_limits<double>::infinity()}), gg::Error);
}

TEST_CASE("Student's t as tables have it") {
  const std::vector<std::pair<std::size_t, double>> points = {{1, 12.7062}, {2, 4.30265},  {3, 3.18245},
                                                              {8, 2.30600}, {30, 2.04227}, {1001, 1.96235}};
  for (const auto& [degrees, t] : points) {
    CAPTURE(degrees);
    CHECK(student_t_cdf(t, degrees) == Approx(0.975).epsilon(1e-5));
    CHECK(student_t_cdf(-t, degrees) == Approx(0.025).epsilon(1e-4));
    CHECK(student_t_cdf(0, degrees) == Approx(0.5));
    CHECK(student_t_quantile(0.975, degrees) == Approx(t).epsilon(1e-4));
    CHECK(student_t_quantile(0.025, degrees) == Approx(-t).epsilon(1e-4));
  }
  CHECK(student_t_cdf(1.85955, 8) == Approx(0.95).epsilon(1e-5));
  CHECK(student_t_cdf(1, 1) == Approx(0.75));
  CHECK(student_t_cdf(-1e9, 4) == Approx(0).margin(1e-12));
  CHECK_THROWS_AS(student_t_cdf(1, 0), gg::Error);
  CHECK_THROWS_AS(student_t_quantile(1, 4), gg::Error);
  CHECK_THROWS_AS(student_t_cdf(std::numeric_limits<double>::quiet_NaN(), 4), gg::Error);
}

TEST_CASE("a comparison concludes no more than the runs bear out") {
  CHECK(compare({5, 6}, {50, 60}).verdict == Verdict::too_few);
  CHECK(compare({5, 5.1, 5.2}, {7, 7.1, 7.2}).verdict == Verdict::higher);
  CHECK(compare({7, 7.1, 7.2}, {5, 5.1, 5.2}).verdict == Verdict::lower);
  CHECK(compare({5, 6, 7}, {5.2, 6.2, 7.2}).verdict == Verdict::within_spread);
  CHECK(compare({5, 6, 7}, {6.5, 7.5, 8.5}).verdict == Verdict::unclear);  // d = 1.5 on 3 seeds: t = 1.8
  CHECK(compare({5, 5, 5}, {5, 5, 5}).verdict == Verdict::within_spread);
  CHECK(compare({5, 5, 5}, {6, 6, 6}).verdict == Verdict::higher);
  CHECK(evidence(compare({5, 6, 7}, {6.5, 7.5, 8.5})) == "+1.50 points, d = +1.5, 3 seeds");
  CHECK(evidence(compare({5}, {4, 4})) == "-1.00 points, 1 and 2 seeds");
}

TEST_CASE("where runs failed, those that are left conclude nothing") {
  const Group good{"GN", {7, 7.1, 7.2}}, survivors{"BN", {5, 5.1, 5.2}, 2};
  const Comparison c = compare(good, survivors);
  CHECK(c.verdict == Verdict::incomplete);
  CHECK_FALSE(c.clear());
  CHECK_FALSE(excludes(c, Verdict::higher));
  CHECK(compare(survivors, good).verdict == Verdict::incomplete);
  CHECK(evidence(c) == "-2.00 points, d = -20.0, 3 seeds, 2 runs without a number");
}

TEST_CASE("equal groups are seldom called different") {
  gg::Random random(7);
  int clear = 0;
  for (int trial = 0; trial < 2000; ++trial) {
    std::vector<double> a, b;
    for (int i = 0; i < 5; ++i) {
      a.push_back(random.normal());
      b.push_back(random.normal());
    }
    clear += compare(a, b).clear();
  }
  CHECK(clear > 60);
  CHECK(clear < 140);  // 5 % of 2000 is 100
}
