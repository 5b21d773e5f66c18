// Measures of curves over the steps of a training.
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <set>

#include "demos/lab/measure/measure_table.hpp"
#include "demos/lab/measure/norm_variation.hpp"
#include "demos/lab/measure/rate_band.hpp"
#include "demos/lab/measure/seed_spread.hpp"
#include "demos/lab/measure/spikes.hpp"
#include "demos/lab/measure/stable_rate.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

using namespace gg::lab;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Losses of gradient descent on 1/2 (4 x^2 + y^2) from (1, 1): stable below a rate of 2 / 4.
Curve descent(double lr, std::size_t steps = 200) {
  double x = 1, y = 1;
  Curve losses;
  for (std::size_t i = 0; i < steps; ++i) {
    losses.push_back(2 * x * x + y * y / 2);
    x -= lr * 4 * x;
    y -= lr * y;
  }
  return losses;
}

}  // namespace

TEST_CASE("divergence: a loss that is not finite") {
  CHECK(finite_steps({1, 2, kNaN, 3}) == 2);
  CHECK(finite_steps({1, 2}) == 2);
  CHECK(diverged({1, kInfinity}));
  CHECK_FALSE(diverged({1, 2}));
  CHECK(divergence_count({{1}, {kNaN}, {1, -kInfinity}, {2, 1}}) == 2);
  CHECK(divergence_count({}) == 0);
}

TEST_CASE("rate band: mean distance of the outermost curves") {
  const RateBand band = rate_band({{1, 5, 3}, {2, 4, 3}, {4, 4.5, 3}});
  CHECK(band.low == Curve{1, 4, 3});
  CHECK(band.high == Curve{4, 5, 3});
  CHECK(band.area == Approx((3 + 1 + 0) / 3.0));
  CHECK(band.compared == 3);
  CHECK(band.diverged == 0);
}

TEST_CASE("rate band: curves that diverged leave it and are counted") {
  // The second stopped, the third went on with numbers that mean nothing.
  const RateBand band = rate_band({{1, 2, 3, 4}, {2, kNaN}, {4, 6, kInfinity, 0}});
  CHECK(band.diverged == 2);
  CHECK(band.compared == 2);
  CHECK(band.area == Approx((3 + 4) / 2.0));
  CHECK(band.low == Curve{1, 2, 3, 4});
  CHECK(band.high == Curve{4, 6, 3, 4});
  const RateBand none = rate_band({{kNaN}, {1, kNaN}});
  CHECK(std::isnan(none.area));
  CHECK(std::isnan(none.low[1]));
  CHECK(none.compared == 0);
}

TEST_CASE("rate band: curves that do not belong together") {
  CHECK(contains(error_of([] { rate_band({{1, 2}}); }), "rate_band: expected at least two curves, got 1"));
  CHECK(contains(error_of([] { rate_band({{1, 2}, {}}); }), "curve 1 is empty"));
  CHECK(contains(error_of([] {
                   rate_band({{1, 2}, {1}});
                 }),
                 "curve 1 did not diverge and has 1 steps, another has 2"));
}

TEST_CASE("gradient norm variation: standard deviation over mean in each window") {
  const Curve variation = gradient_norm_variation({1, 3, 3, 0, 0}, 2);
  REQUIRE(variation.size() == 4);
  CHECK(variation[0] == Approx(std::sqrt(2.0) / 2));
  CHECK(variation[1] == 0);
  CHECK(variation[2] == Approx(std::sqrt(4.5) / 1.5));
  CHECK(variation[3] == 0);
  // Not changed by the unit of the gradient.
  CHECK(gradient_norm_variation({10, 30}, 2)[0] == Approx(variation[0]));
  CHECK(contains(error_of([] { gradient_norm_variation({}, 2); }),
                 "gradient_norm_variation: expected a curve"));
  CHECK(contains(error_of([] { gradient_norm_variation({1, 2}, 3); }), "window of 2 to 2 steps, got 3"));
  CHECK(contains(error_of([] { gradient_norm_variation({1, 2}, 1); }), "got 1"));
  CHECK(contains(error_of([] {
                   gradient_norm_variation({1, kNaN}, 2);
                 }),
                 "finite values, got nan at step 2"));
  CHECK(contains(error_of([] { gradient_norm_variation({1, -1}, 2); }), "at least 0, got -1"));
}

TEST_CASE("spikes: above the running median by more than 5 MAD") {
  // The window 1 2 3 4 5 has median 3 and MAD 1: up to 8 is no spike.
  CHECK(spikes({1, 2, 3, 4, 5, 8}, 5).empty());
  CHECK(spikes({1, 2, 3, 4, 5, 8.001}, 5) == std::vector<std::size_t>{6});
  CHECK(spikes({1, 2, 3, 4, 5, -100}, 5).empty());
  CHECK(spikes({5, 1, 4, 2, 3, 8.001}, 5).size() == 1);
  // In a constant window the smallest jump is one; the window then holds it.
  CHECK(spikes({1, 1, 1, 1.1, 1, 1.1}, 3) == std::vector<std::size_t>{4, 6});
  CHECK(spike_rate({1, 1, 1, 1.1, 1, 1.1}, 3) == Approx(2.0 / 3));
  CHECK(spike_rate({3, 2, 1, 0}, 3) == 0);
  CHECK(contains(error_of([] { spike_rate({}, 3); }), "spike_rate: expected a curve"));
  CHECK(contains(error_of([] { spike_rate({1, 2, 3}, 3); }), "window of 3 to 2 steps, got 3"));
  CHECK(contains(error_of([] { spike_rate({1, 2, 3, 4}, 2); }), "got 2"));
  CHECK(contains(error_of([] { spike_rate({1, 2, kInfinity, 4}, 3); }), "got inf at step 3"));
}

TEST_CASE("seed spread: runs that diverged are counted beside") {
  const SeedSpread spread = seed_spread({4.0, std::nullopt, 6.0, 5.0});
  CHECK(spread.diverged == 1);
  REQUIRE(spread.ended);
  CHECK(spread.ended->count == 3);
  CHECK(spread.ended->sd == Approx(1));
  CHECK(spread.range() == Approx(2));
  const SeedSpread none = seed_spread({std::nullopt});
  CHECK(none.diverged == 1);
  CHECK_FALSE(none.ended);
  CHECK(contains(error_of([] { seed_spread({}); }), "seed_spread: expected at least one run"));
  CHECK(contains(error_of([] { seed_spread({kNaN}); }), "finite"));
}

TEST_CASE("largest stable rate: gradient descent on a quadratic up to 2 over its sharpness") {
  std::vector<RateRun> runs;
  for (double lr : rate_grid(0.01, 10, 31)) runs.push_back({lr, descent(lr)});
  const auto found = largest_stable_rate(runs);
  REQUIRE(found);
  CHECK(*found < 0.5);
  CHECK(*found * std::pow(1000, 1.0 / 30) > 0.5);
}

TEST_CASE("largest stable rate: every seed must be stable") {
  const Curve good = {2, 1, 1}, bad = {2, 1, 3}, dead = {2, kNaN};
  CHECK(largest_stable_rate({{0.1, good}, {0.2, good}, {0.2, bad}, {0.3, dead}}, 2) == 0.1);
  CHECK(largest_stable_rate({{0.1, bad}, {0.2, good}}, 1) == 0.2);
  CHECK_FALSE(largest_stable_rate({{0.1, bad}, {0.2, dead}}, 1));
  CHECK(stable({2, 3, 0.5}, 2));  // 1.75 on average
  CHECK_FALSE(stable({2, 3, 1}, 2));
  CHECK_FALSE(stable({1, 1}, 1));
  CHECK(
      contains(error_of([] { largest_stable_rate({}); }), "largest_stable_rate: expected at least one run"));
  CHECK(contains(error_of([&] { largest_stable_rate({{0, good}}); }), "rates above 0, got 0"));
  CHECK(contains(error_of([] { stable({}); }), "stable: expected a curve"));
  CHECK(contains(error_of([] { stable({1, 2}, 3); }), "window of 1 to 2 steps, got 3"));
  CHECK(contains(error_of([] { stable({1, 2}, 0); }), "got 0"));
}

TEST_CASE("a grid of rates has equal ratios") {
  const auto grid = rate_grid(0.001, 1, 4);
  REQUIRE(grid.size() == 4);
  CHECK(grid[1] == Approx(0.01));
  CHECK(grid[3] == 1);
  CHECK(contains(error_of([] { rate_grid(0, 1, 3); }), "0 < low < high"));
  CHECK(contains(error_of([] { rate_grid(1, 1, 3); }), "0 < low < high"));
  CHECK(contains(error_of([] { rate_grid(0.1, 1, 1); }), "at least 2 points"));
}

TEST_CASE("the table of measures points to functions that exist") {
  std::set<std::string> names, headers;
  for (const MeasureEntry& entry : measure_table()) {
    headers.insert(entry.header);
    CHECK(names.insert(entry.name).second);
    CHECK_FALSE(entry.definition.empty());
    std::ifstream file(std::string(GROUPGRAD_SOURCE_DIR) + "/demos/lab/measure/" + entry.header);
    const std::string header((std::istreambuf_iterator<char>(file)), {});
    INFO(entry.name << " in " << entry.header);
    CHECK(contains(header, " " + entry.name + "("));
    if (!entry.source.empty()) CHECK(contains(header, "arXiv " + entry.source));
    CHECK(contains(header, "arXiv") == !entry.source.empty());
  }
  // Each header is in the table, but those that measures are built from.
  headers.insert({"evaluation.hpp", "measure_table.hpp", "next_update.hpp", "objective.hpp", "statistics.hpp",
                  "vectors.hpp"});
  for (const auto& file : std::filesystem::directory_iterator(GROUPGRAD_SOURCE_DIR "/demos/lab/measure")) {
    const std::string name = file.path().filename().string();
    INFO(name);
    if (file.path().extension() == ".hpp") CHECK(headers.count(name) == 1);
  }
}

TEST_CASE("reports take the definitions of measures from the table") {
  CHECK(definitions_of({}).empty());
  CHECK(contains(
      definitions_of({"divergence_count", "sharpness"}),
      "Divergence count: trainings with a loss that is NaN or infinite; unit: trainings. Sharpness: "));
  CHECK(contains(definitions_of({"sharpness"}), "unit: loss / parameter^2 (arXiv 2103.00065)."));
  CHECK(contains(error_of([] {
                   definitions_of({"spike_rate", "roughness"});
                 }),
                 "measure: unknown measure 'roughness'; there are\n  loss_variation: smallest"));
}
