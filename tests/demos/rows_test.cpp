#include "demos/lab/report/rows.hpp"

#include "tests/catch.hpp"

using namespace gg::lab;

namespace {

Json row(const std::string& norm, int batch, int seed, double error) {
  return {
      {"norm", norm}, {"batch", batch}, {"seed", seed}, {"status", "finished"}, {"validation_error", error}};
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

Cell cell(const std::string& norm, int batch, int seed) {
  return {{{"norm", norm}, {"batch", batch}, {"seed", seed}}};
}

}  // namespace

TEST_CASE("runs are counted, and each failure told") {
  Report report;
  count_runs({row("bn", 8, 0, 5), diverged("bn", 8, 1, 3), crashed("gn:c8", 2, 2), diverged("bn", 2, 0, 1)},
             {"norm", "batch", "seed"}, report);
  CHECK(report.runs == 4);
  CHECK(report.diverged == 2);
  CHECK(report.crashed == 1);
  CHECK(report.failures == std::vector<std::string>{"bn, batch 8, seed 1: diverged after step 3",
                                                    "gn:c8, batch 2, seed 2: crashed, killed by SIGSEGV",
                                                    "bn, batch 2, seed 0: diverged after step 1"});
}

TEST_CASE("rows are picked by a value, and their numbers taken where the run finished") {
  Json blank = row("bn", 8, 3, 0);
  blank["validation_error"] = nullptr;
  const std::vector<Json> rows = {row("bn", 8, 0, 5), row("gn:c8", 8, 0, 6), diverged("bn", 8, 1, 3),
                                  row("bn", 2, 0, 7), blank};
  CHECK(values_of(rows_where(rows, "norm", "bn"), "validation_error") == std::vector<double>{5, 7});
  CHECK(values_of(rows_where(rows_where(rows, "norm", "bn"), "batch", 2), "validation_error") ==
        std::vector<double>{7});
  CHECK(values_of(rows, "seconds").empty());
  CHECK(rows_where(rows, "lr", 0.1).empty());
  CHECK(distinct(rows, "norm") == std::vector<Json>{"bn", "gn:c8"});
  CHECK(distinct(rows, "batch") == std::vector<Json>{8, 2});
  CHECK(count_of(rows, "diverged") == 1);
}

TEST_CASE("rows come in the order of the cells, others behind them") {
  const std::vector<Json> rows = {row("in", 2, 0, 1), row("gn:c8", 8, 0, 2), row("bn", 8, 0, 3)};
  const std::vector<Json> sorted =
      in_order_of({cell("bn", 8, 0), cell("ln", 8, 0), cell("gn:c8", 8, 0)}, rows);
  REQUIRE(sorted.size() == 3);
  CHECK(sorted[0] == rows[2]);
  CHECK(sorted[1] == rows[1]);
  CHECK(sorted[2] == rows[0]);
}
