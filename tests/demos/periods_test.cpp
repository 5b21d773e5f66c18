#include <map>

#include "demos/lab/report/periods_charts.hpp"
#include "demos/lab/sweep/results.hpp"
#include "tests/demos/bands.hpp"
#include "tests/programs.hpp"

using namespace gg::lab;

namespace {

using Words = std::vector<std::string>;

constexpr std::size_t steps = 6;

Json unswapped(const std::string& norm, int seed, const Numbers& thirds, double error) {
  return {{"norm", norm},
          {"to", norm},
          {"at", 0},
          {"seed", seed},
          {"status", "finished"},
          {"error", error},
          {"error_running", error + 0.25},
          {"thirds", thirds},
          {"eval_at", {3, 6}},
          {"errors", {2 * error, error}},
          {"curve", {{"images", {1, 2, 3, 4, 5, 6}}, {"loss", Numbers(6, thirds[0])}}}};
}

Json swapped(const std::string& from, const std::string& to, std::size_t at, int seed, double error) {
  Json row = unswapped(from, seed, {1, 1, 1}, error);
  row["to"] = to;
  row["at"] = at;
  row["jump"] = 0.5;
  row["recovery"] = 20;
  for (const char* key : {"thirds", "eval_at", "errors"}) row.erase(key);
  return row;
}

Json diverged(Json row) {
  row["status"] = "diverged";
  for (const char* key : {"error", "error_running", "recovery"}) row.erase(key);
  row["curve"]["loss"] = {2, 2};
  return row;
}

Json crashed(const Json& row) {
  return {{"norm", row["norm"]}, {"to", row["to"]},     {"at", row["at"]},
          {"seed", row["seed"]}, {"status", "crashed"}, {"reason", "killed by SIGSEGV"}};
}

// Three seeds, a tenth apart.
std::vector<Json> three_unswapped(const std::string& norm, const Numbers& thirds, double error) {
  std::vector<Json> rows;
  for (int seed = 0; seed < 3; ++seed) {
    Numbers own = thirds;
    for (double& loss : own) loss += 0.1 * (seed - 1);
    rows.push_back(unswapped(norm, seed, own, error + 0.1 * (seed - 1)));
  }
  return rows;
}

std::vector<Json> three_swapped(const std::string& from, const std::string& to, std::size_t at,
                                double error) {
  std::vector<Json> rows;
  for (int seed = 0; seed < 3; ++seed) rows.push_back(swapped(from, to, at, seed, error + 0.1 * (seed - 1)));
  return rows;
}

std::vector<Json> joined(const std::vector<std::vector<Json>>& lists) {
  std::vector<Json> rows;
  for (const auto& list : lists) rows.insert(rows.end(), list.begin(), list.end());
  return rows;
}

std::string findings_of(const std::vector<Json>& rows) {
  std::string text;
  for (const std::string& finding : periods_findings(PeriodRuns(rows, steps))) text += finding + "\n";
  return text;
}

ProcessResult run(const std::filesystem::path& out, const std::vector<std::string>& options) {
  return quick_run("periods", out, options);
}

}  // namespace

TEST_CASE("whether a normalizer is ahead is told by thirds") {
  const auto none = three_unswapped("none", {2, 2, 2}, 9);
  const auto verdict = [&](const std::string& norm, const Numbers& thirds) {
    return findings_of(joined({none, three_unswapped(norm, thirds, 8)}));
  };
  CHECK(
      contains(verdict("gn:c8", {1, 1, 2.2}),
               "At one rate of SGD, the training loss of GN:c8, held against that of none, is clearly lower "
               "in the first third"));
  CHECK(contains(verdict("gn:c8", {1, 1, 3}), "is clearly higher in the last third"));
  CHECK(contains(verdict("bn", {1, 1, 2}),
                 "does not differ clearly in the last third (0.000 nats, d = 0.0, 3 seeds)"));
  CHECK(contains(verdict("bn", {1, 1, 1}),
                 "The validation error of BN, held against that of none, is clearly lower at step 3 (16.0 "
                 "against 18.0 %) and 6 (8.0 against 9.0 %). "));
}

TEST_CASE("a lead in the error of single steps is told, with the number of comparisons") {
  auto none = three_unswapped("none", {2, 2, 2}, 9), gn = three_unswapped("gn:c8", {2.2, 2, 2}, 9);
  for (Json& row : gn) row["errors"][0] = 10 + 0.1 * row["seed"].get<double>();
  const std::string said = findings_of(joined({none, gn}));
  CAPTURE(said);
  CHECK(contains(said,
                 "GN:c8, held against that of none, is clearly lower at step 3 (10.1 against 18.0 %); does "
                 "not differ clearly at step 6 (9.0 against 9.0 %). Each step "
                 "is a comparison of its own: of 2, one in twenty"));
}

TEST_CASE("one seed settles nothing, and without no normalization there is nothing to compare with") {
  const std::string said =
      findings_of({unswapped("none", 0, {2, 2, 2}, 9), unswapped("gn:c8", 0, {1, 1, 2}, 8)});
  CHECK_FALSE(contains(said, "Published"));
  CHECK_FALSE(contains(said, "against"));
  CHECK_FALSE(contains(findings_of(three_unswapped("gn:c8", {1, 1, 1}, 8)), "held against"));
  CHECK(findings_of({}).empty());
}

TEST_CASE("a swap is held against a fresh copy at the same step, or no swap where there is none") {
  const auto rows = joined({three_unswapped("none", {2, 2, 2}, 9), three_unswapped("gn:c8", {1, 1, 2}, 8),
                            three_swapped("gn:c8", "none", 2, 12), three_swapped("gn:c8", "none", 4, 8.5),
                            three_swapped("gn:c8", "gn:c8", 2, 10), three_swapped("gn:c8", "gn:c8", 4, 8.5),
                            three_swapped("none", "gn:c8", 2, 7)});
  const std::string said = findings_of(rows);
  CAPTURE(said);
  CHECK(contains(said,
                 "Swap GN:c8 to none: the final error (differences in points), held against that with a "
                 "fresh copy of GN:c8 at the same step, "
                 "is clearly higher where the swap is at step 2 (+2.00, d = +20.0); does not differ clearly "
                 "where the swap "
                 "is at step 4 (0.00, d = 0.0); 3 seeds."));
  CHECK(contains(
      said,
      "Swap GN:c8, fresh copy: the final error (differences in points), held against that of no swap, "));
  CHECK(contains(said,
                 "Swap none to GN:c8: the final error (differences in points), held against that of no swap, "
                 "is clearly lower where the "
                 "swap is at step 2 (-2.00, d = -20.0)"));
  CHECK(contains(said, "by +0.25 points"));
  CHECK_FALSE(contains(said, "made good"));
  auto lasting = rows;
  lasting[6].erase("recovery");
  CHECK(contains(findings_of(lasting), "not made good by the end in 1 of 3 runs at step 2."));
}

TEST_CASE("the chart of swaps runs from one normalizer throughout to the other") {
  const auto rows = joined({three_unswapped("none", {2, 2, 2}, 9), three_unswapped("gn:c8", {1, 1, 2}, 8),
                            three_swapped("gn:c8", "none", 2, 12), three_swapped("gn:c8", "gn:c8", 2, 10)});
  const auto charts = periods_charts(PeriodRuns(rows, steps), "a net");
  REQUIRE(charts.size() == 4);
  for (const NamedChart& item : charts) CHECK_NOTHROW(check(item.chart));
  CHECK(charts[1].name == "loss_less_none");
  for (double difference : numbers(charts[1].chart, "value")) CHECK(difference == Approx(-1));
  const Chart& swaps = charts[2].chart;
  CHECK(numbers(swaps, "step") == Numbers{0, 2, 6, 0, 2, 6});
  const Numbers expected = {9, 12, 8, 8, 10, 8};
  for (std::size_t i = 0; i < 6; ++i) CHECK(numbers(swaps, "value")[i] == Approx(expected[i]));
  CHECK(texts(swaps, "norm") == Texts{"none", "none", "none", "GN:c8", "GN:c8", "GN:c8"});
  CHECK(texts(swaps, "panel")[0] == "began with GN:c8");
}

TEST_CASE("bands of periods are as wide as the seeds are apart") {
  auto rows = joined({three_unswapped("none", {2, 2, 2}, 9), three_swapped("none", "gn:c8", 2, 12)});
  rows[0]["errors"] = {90, 1};
  rows[0]["error"] = 60;
  rows[3]["curve"]["loss"] = Numbers(6, 30);
  for (const NamedChart& item : periods_charts(PeriodRuns(rows, steps), "a net"))
    check_bands_are_whole(item.chart, "value");
}

TEST_CASE("runs that failed are counted and leave the rest readable") {
  auto rows = joined({three_unswapped("none", {2, 2, 2}, 9), three_unswapped("bn", {1, 1, 1}, 8),
                      three_swapped("bn", "none", 2, 12)});
  rows[0] = diverged(rows[0]);
  rows[0]["thirds"] = {2.0};
  rows[0]["errors"] = {18};
  rows[6] = diverged(rows[6]);
  rows[7] = crashed(rows[7]);
  const PeriodRuns runs(rows, steps);
  CHECK(runs.losses_of_third("none", 0).size() == 3);
  CHECK(runs.losses_of_third("none", 2).size() == 2);
  CHECK(runs.errors_after("none", 3).size() == 3);
  CHECK(runs.errors_after("none", 6).size() == 2);
  CHECK(runs.swapped({"bn", "none"}, 2).size() == 2);
  const std::string said = findings_of(rows);
  CAPTURE(said);
  CHECK(contains(
      said, "Diverged, and in no mean of final errors: 1 run of none and 1 run of BN to none at step 2."));
  CHECK(contains(said, "3 seeds, 1 run without a number) and last third (-1.050 nats, "));
  CHECK(contains(said,
                 "cannot be judged because some runs gave no number where the swap is at step 2 (+4.10, "));
  CHECK(contains(said, "2 runs without a number)"));
  for (const NamedChart& item : periods_charts(runs, "a net")) CHECK_NOTHROW(check(item.chart));
  CHECK(thirds_table(runs).rows[0].back() == "9.05 ± 0.07, 1 diverged");
  CHECK(swaps_table(runs).rows[0] == Words{"BN to none", "12.10, 1 diverged"});
  CHECK(shocks_table(runs).rows[0] == Words{"BN to none", "+0.50 (made good after 20 steps)"});
  CHECK(errors_table(runs).columns == Words{"norm", "step 3", "step 6"});
  const std::vector<Json> lost = {crashed(unswapped("bn", 0, {1, 1, 1}, 8))};
  CHECK(periods_charts(PeriodRuns(lost, steps), "a net").empty());
  CHECK(thirds_table(PeriodRuns(lost, steps)).rows[0] == Words{"BN", "-", "-", "-", "-"});
}

TEST_CASE("periods: a small run, with the same numbers whatever the number of jobs") {
  TempFolder folder;
  const auto measured = [&](const std::string& jobs) {
    const auto out = folder.path() / jobs;
    const ProcessResult result = run(out, {"--norms", "bn,none", "--times", "12", "--steps", "30", "--rates",
                                           "1e-3,2e-3", "--jobs", jobs});
    INFO(result.output << result.errors);
    REQUIRE(result.exit_code == 0);
    std::map<std::string, Json> rows;
    for (Json row : read_results(out, {"part", "norm", "to", "at", "lr", "seed"}).rows) {
      for (const char* key : {"seconds", "images_per_second", "revision"}) row.erase(key);
      const std::string band = row["part"] == "band" ? "band " + row["lr"].dump() + " " : "";
      rows[band + row["norm"].get<std::string>() + "/" + row["to"].get<std::string>() + row["at"].dump()] =
          row;
    }
    CHECK(std::filesystem::exists(out / "loss_band.svg"));
    CHECK(std::filesystem::exists(out / "band_by_thirds.svg"));
    return rows;
  };
  const auto rows = measured("1");
  REQUIRE(rows.size() == 5 + 4);
  CHECK(rows.at("band 0.001 bn/bn0")["losses"].size() == 29);
  CHECK(rows.at("band 0.001 bn/bn0")["losses"] != rows.at("band 0.002 bn/bn0")["losses"]);
  CHECK(rows.at("bn/bn0")["thirds"].size() == 3);
  CHECK(rows.at("bn/bn0")["errors"].size() == rows.at("bn/bn0")["eval_at"].size());
  CHECK(rows.at("bn/bn0")["errors"].back() == rows.at("bn/bn0")["error"]);
  // Up to the swap the trainings are the same, then they part; a fresh copy is no copy.
  for (const char* cell : {"bn/none12", "bn/bn12"}) {
    INFO(cell);
    const Json &swap = rows.at(cell)["curve"]["loss"], &without = rows.at("bn/bn0")["curve"]["loss"];
    CHECK(swap[11] == without[11]);
    CHECK(swap[12] != without[12]);
    CHECK(rows.at(cell).contains("jump"));
  }
  CHECK(measured("2") == rows);
}

TEST_CASE("periods: options that do not fit are refused by name") {
  TempFolder folder;
  const std::vector<std::pair<Words, std::string>> mistakes = {
      {{"--swaps", "bn-none"},
       "--swaps: expected two of --norms with a slash between them, as in bn/none, got bn-none"},
      {{"--swaps", "bn/ln"}, "--swaps: bn/ln: expected two of --norms, got 'ln'"},
      {{"--swaps", "bn/none,bn/none"}, "--swaps: bn/none is there twice"},
      {{"--times", "20"}, "--times: expected steps from 1 to 19, got 20"},
      {{"--times", "0"}, "--times: expected steps from 1 to 19, got 0"},
      {{"--eval-at", "21"}, "--eval-at: expected steps from 1 to 20, got 21"},
      {{"--no-swaps", "--times", "3"}, "--no-swaps: --swaps or --times was given, too"},
      {{"--rates", "1e-3"}, "--rates: a band needs at least 2 rates, got 1"},
      {{"--rates", "1e-3,1e-3"}, "--rates: 0.001 is there twice"},
      {{"--rates", "1e-3,-1"}, "--rates: expected numbers above 0, got -1"},
      {{"--steps", "2"}, "--steps: expected at least 3, one a third, got 2"},
  };
  for (const auto& [options, words] : mistakes) {
    const ProcessResult result = run(folder.path() / "out", options);
    INFO(words << "\n" << result.errors);
    CHECK(result.exit_code == 1);
    CHECK(contains(result.errors, words));
    CHECK_FALSE(std::filesystem::exists(folder.path() / "out"));
  }
}

TEST_CASE("the table of shocks says where there was no rise, and where it was not made good") {
  const auto cell = [](const std::vector<double>& jumps, const std::vector<int>& recoveries) {
    auto rows = three_swapped("bn", "none", 2, 12);
    for (std::size_t i = 0; i < 3; ++i) {
      rows[i].erase("jump");
      rows[i].erase("recovery");
      if (i < jumps.size()) rows[i]["jump"] = jumps[i];
      if (i < recoveries.size() && recoveries[i] > 0) rows[i]["recovery"] = recoveries[i];
    }
    return shocks_table(PeriodRuns(rows, steps)).rows[0][1];
  };
  CHECK(cell({0.5, 0.5, 0.5}, {10, 20, 30}) == "+0.50 (made good after 20 steps)");
  CHECK(cell({0.5, 0.5, 0.5}, {10, 0, 30}) == "+0.50 (made good after 20 steps; in 1 of 3 runs not)");
  CHECK(cell({0.5, 0.5, 0.5}, {}) == "+0.50 (not made good)");
  CHECK(cell({-0.5, -0.5, -0.5}, {10, 10, 10}) == "-0.50 (no rise)");
  CHECK(cell({1, -0.5, -0.5}, {30, 10, 10}) == "0.00 (up in 1 of 3 runs, made good after 30 steps)");
  CHECK(cell({}, {}) == "-");
  const std::string title = shocks_table(PeriodRuns(three_swapped("bn", "none", 2, 12), steps)).title;
  CHECK(contains(title, "\"-\": fewer than ten steps before or behind the swap"));
}
