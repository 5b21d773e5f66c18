#include "demos/lab/report/stability_charts.hpp"

#include <cmath>

#include "demos/lab/train/training_row.hpp"
#include "tests/catch.hpp"
#include "tests/demos/bands.hpp"
#include "tests/errors.hpp"

using namespace gg::lab;

namespace {

Json row(const std::string& norm, int batch, int seed, double error, const std::vector<double>& losses = {}) {
  return {{"norm", norm},
          {"batch", batch},
          {"seed", seed},
          {"status", "finished"},
          {"steps_done", 4},
          {"validation_error", error},
          {"curve", curve_json(losses, losses.size(), 1000, 50)}};
}

Json diverged(const std::string& norm, int batch, int seed, std::size_t steps) {
  return {{"norm", norm}, {"batch", batch}, {"seed", seed}, {"status", "diverged"}, {"steps_done", steps}};
}

Json crashed(const std::string& norm, int batch, int seed) {
  return {{"norm", norm},
          {"batch", batch},
          {"seed", seed},
          {"status", "crashed"},
          {"reason", "killed by SIGSEGV"}};
}

StabilityGrid grid_of(const std::vector<Json>& rows, Protocol protocol = Protocol::plain) {
  return stability_grid(rows, protocol);
}

}  // namespace

TEST_CASE("rows become a grid, failed ones without an error") {
  const auto grid = grid_of({row("bn", 8, 0, 5), diverged("bn", 8, 1, 3), crashed("bn", 8, 2)});
  CHECK(grid.errors("bn", 8) == std::vector<double>{5});
  CHECK(grid.diverged("bn", 8) == 1);
  CHECK(grid.crashed("bn", 8) == 1);
  CHECK_THROWS_AS(grid_of({row("bn", 8, 0, 5), row("bn", 8, 0, 5)}), gg::Error);
}

TEST_CASE("rows are sorted as they were asked for, however they came") {
  std::vector<Json> rows = {row("new", 8, 0, 1), row("in", 2, 1, 1), row("in", 2, 0, 1), row("in", 32, 0, 1),
                            row("bn", 2, 0, 1)};
  sort_rows(rows, {"bn", "gn", "in"});
  std::string order;
  for (const Json& r : rows) {
    order += r["norm"].get<std::string>() + r["batch"].dump() + "." + r["seed"].dump() + " ";
  }
  CHECK(order == "bn2.0 in32.0 in2.0 in2.1 new8.0 ");
}

TEST_CASE("the chart of the error has a point for each normalizer and batch that ended well") {
  const auto chart =
      error_chart(grid_of({row("bn", 32, 0, 4), row("bn", 32, 1, 6), row("bn", 2, 0, 9), crashed("bn", 2, 1),
                           row("gn:c8", 32, 0, 5), row("gn:c8", 32, 1, 5), diverged("gn:c8", 2, 0, 3)}),
                  "conv3 on glyphs");
  REQUIRE(chart);
  check(*chart);
  CHECK(texts(*chart, "norm") == Texts{"BN", "BN", "GN:c8"});
  CHECK(numbers(*chart, "batch") == Numbers{32, 2, 32});
  CHECK(numbers(*chart, "error") == Numbers{5, 9, 5});
  CHECK(numbers(*chart, "low")[0] == Approx(5 - std::sqrt(2)));
  CHECK(numbers(*chart, "high")[0] == Approx(5 + std::sqrt(2)));
  CHECK(numbers(*chart, "low")[1] == 9);
  CHECK(chart->subtitle == "conv3 on glyphs, mean of 1 to 2 seeds, band: one standard deviation");
  CHECK(chart->title == "Validation error as the batch shrinks");
  CHECK(chart->caption.empty());
  CHECK(chart->y.scale == Scale::linear);
}

TEST_CASE("the chart of the error says what varies, and promises no band that is not there") {
  const std::vector<Json> rows = {row("bn", 32, 0, 4), row("bn", 2, 0, 9), row("none", 32, 0, 5)};
  const auto chart = error_chart(grid_of(rows, Protocol::micro_batch), "x");
  REQUIRE(chart);
  CHECK(contains(chart->title, "normalization batch"));
  CHECK(contains(chart->caption, "Every step uses 32 images"));
  CHECK(chart->subtitle == "x, one seed, so without bands");
  CHECK(numbers(*chart, "error") == Numbers{4, 9, 5, 5});  // none is the same at every batch
}

TEST_CASE("errors far apart get a logarithmic axis, and keep their bands") {
  const auto chart = error_chart(
      grid_of({row("bn", 32, 0, 1), row("bn", 32, 1, 7), row("bn", 2, 0, 60), row("bn", 2, 1, 70)}), "x");
  REQUIRE(chart);
  CHECK(chart->y.scale == Scale::log10);
  CHECK(numbers(*chart, "low")[0] == Approx(4 - std::sqrt(18)));
  check_bands_are_whole(*chart, "error");
  CHECK(error_chart(grid_of({row("bn", 32, 0, 0), row("bn", 2, 0, 60)}), "x")->y.scale == Scale::linear);
}

TEST_CASE("training curves are means over seeds, where every seed has a value") {
  const auto chart = curves_chart({row("bn", 32, 0, 1, {4, 2}), row("bn", 32, 1, 1, {2}),
                                   row("gn:8", 2, 0, 1, {3, 1}), crashed("gn:8", 2, 1)});
  REQUIRE(chart);
  check(*chart);
  CHECK(texts(*chart, "batch") == Texts{"batch 32", "batch 2", "batch 2"});
  CHECK(texts(*chart, "norm") == Texts{"BN", "GN:8", "GN:8"});
  CHECK(numbers(*chart, "images") == Numbers{1, 1, 2});
  CHECK(numbers(*chart, "loss") == Numbers{3, 3, 1});
  CHECK(chart->facet == "batch");
}

TEST_CASE("the bands of losses are as wide as the seeds are apart, whatever the axis shows") {
  const auto chart = curves_chart({row("bn", 32, 0, 1, {4, 0.1}), row("bn", 32, 1, 1, {9, 5})});
  REQUIRE(chart);
  CHECK(numbers(*chart, "low")[1] < 0);
  check_bands_are_whole(*chart, "loss");
}

TEST_CASE("a run that explodes leaves the others room") {
  const auto chart = curves_chart({row("none", 32, 0, 1, {3, 1e30}), row("bn", 32, 0, 1, {2, 1})});
  REQUIRE(chart);
  check(*chart);
  CHECK(chart->y.high == 20);
  CHECK(chart->x.low == 0);
  CHECK(contains(chart->caption, "above 20 nats"));
  const auto calm = curves_chart({row("bn", 32, 0, 1, {2, 1})});
  REQUIRE(calm);
  CHECK_FALSE(calm->y.high);
  CHECK(calm->caption.empty());
}

TEST_CASE("where nothing ended well there is nothing to draw, and no error") {
  const std::vector<Json> rows = {diverged("bn", 32, 0, 1), crashed("bn", 2, 0)};
  CHECK_FALSE(error_chart(grid_of(rows), "x"));
  CHECK_FALSE(curves_chart(rows));
  CHECK(stability_charts(grid_of(rows), rows, "x").empty());
  CHECK_FALSE(error_chart(grid_of({}), "x"));
  CHECK(stability_charts(grid_of({row("bn", 2, 0, 5)}), {row("bn", 2, 0, 5)}, "x").size() == 1);
}
