#include "demos/lab/report/seed_curves.hpp"

#include <cmath>

#include "tests/catch.hpp"

using namespace gg::lab;

namespace {

Json run(const std::vector<double>& at, const Json& values) { return {{"at", at}, {"sharpness", values}}; }

}  // namespace

TEST_CASE("null in a list is a number that was not finite") {
  const std::vector<double> values = list_of(run({0, 1}, {2.5, nullptr}), "sharpness");
  REQUIRE(values.size() == 2);
  CHECK(values[0] == 2.5);
  CHECK(std::isnan(values[1]));
  CHECK(list_of(run({0}, {1}), "loss").empty());
}

TEST_CASE("a line stands where every run that was measured has a number") {
  const Json crashed = {{"status", "crashed"}};
  SeedCurves curves;
  curves.add({run({0, 10, 20, 30}, {1, 2, nullptr, 4}), run({0, 10, 20}, {3, 4, 5}), crashed}, "sharpness",
             "BN", "left");
  Chart chart;
  curves.draw_into(chart);
  CHECK_NOTHROW(check(chart));
  CHECK(numbers(chart, "step") == Numbers{0, 10});
  CHECK(numbers(chart, "value") == Numbers{2, 3});
  CHECK(numbers(chart, "low")[0] == Approx(2 - std::sqrt(2)));
  CHECK(texts(chart, "panel") == Texts{"left", "left"});
  CHECK(chart.y.scale == Scale::linear);
  CHECK(curves.seeds_text() == "mean of 2 seeds, band: one standard deviation");
}

TEST_CASE("averages by logarithm leave out what is not above 0") {
  SeedCurves curves(Averaged::by_logarithm);
  curves.add({run({0, 10}, {1, 0}), run({0, 10}, {100, 1})}, "sharpness", "BN");
  Chart chart;
  curves.draw_into(chart);
  CHECK(numbers(chart, "step") == Numbers{0});
  CHECK(numbers(chart, "value")[0] == Approx(10));
  CHECK(numbers(chart, "high")[0] == Approx(10 * std::exp(std::log(100) / std::sqrt(2))));
  CHECK(chart.y.scale == Scale::log10);
  CHECK(curves.seeds_text() == "geometric mean of 2 seeds, band: one standard deviation of the logarithm");
}

TEST_CASE("one seed has no band, and no run no line") {
  SeedCurves curves(Averaged::by_logarithm);
  curves.add({}, "sharpness", "BN");
  CHECK(curves.empty());
  curves.add({run({0}, {4})}, "sharpness", "BN");
  CHECK(curves.seeds_text() == "one seed, so without bands");
}
