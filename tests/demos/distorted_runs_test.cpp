#include "demos/lab/report/distorted_runs.hpp"

#include <algorithm>

#include "demos/lab/report/distortion_charts.hpp"
#include "demos/lab/report/distortion_findings.hpp"
#include "tests/catch.hpp"
#include "tests/demos/bands.hpp"
#include "tests/errors.hpp"

using namespace gg::lab;

namespace {

Json row(const std::string& norm, const std::string& distortion, int seed, double error) {
  return {{"norm", norm},
          {"distortion", distortion},
          {"seed", seed},
          {"status", "finished"},
          {"validation_error", error}};
}

Json failed(const std::string& norm, const std::string& distortion, int seed, const std::string& status) {
  return {{"norm", norm}, {"distortion", distortion}, {"seed", seed}, {"status", status}, {"steps_done", 7}};
}

DistortedRuns runs_of(const std::vector<Json>& rows) { return DistortedRuns(rows); }

// The same errors for seeds 0, 1, ...
void add(std::vector<Json>& rows, const std::string& norm, const std::string& distortion,
         const std::vector<double>& errors) {
  for (std::size_t seed = 0; seed < errors.size(); ++seed)
    rows.push_back(row(norm, distortion, static_cast<int>(seed), errors[seed]));
}

// BN rises by 2 with noise and dropout, GN by 5 with small noise, 2.05 with big noise, 1 with dropout.
std::vector<Json> some_rows() {
  std::vector<Json> rows;
  add(rows, "bn", "none", {5.0, 5.2, 5.1});
  add(rows, "gn:c8", "none", {6.0, 6.1, 6.3});
  add(rows, "bn", "small", {7.0, 7.3, 7.0});
  add(rows, "gn:c8", "small", {11.0, 11.2, 11.2});
  add(rows, "bn", "big", {7.0, 7.3, 7.0});
  add(rows, "gn:c8", "big", {8.1, 8.1, 8.3});
  add(rows, "bn", "noise:0.5", {6.0, 6.3, 6.0});
  add(rows, "bn", "dropout:0.3", {7.0, 7.3, 7.0});
  add(rows, "gn:c8", "dropout:0.3", {7.0, 7.1, 7.3});
  return rows;
}

std::string all(const std::vector<std::string>& sentences) {
  std::string out;
  for (const auto& sentence : sentences) out += sentence + "\n";
  return out;
}

}  // namespace

TEST_CASE("a rise is paired by seed, in whatever order the runs finished") {
  const std::vector<Json> rows = {row("bn", "small", 1, 9),          row("bn", "none", 0, 5),
                                  row("bn", "small", 0, 8),          row("bn", "none", 1, 4),
                                  row("bn", "small", 2, 7),          failed("bn", "none", 2, "diverged"),
                                  failed("bn", "big", 0, "crashed"), row("bn", "big", 1, 50)};
  const DistortedRuns runs(rows);
  CHECK(runs.rises("bn", "small") == std::vector<double>{3, 5});  // seed 2 has nothing to be held against
  CHECK(runs.errors("bn", "small") == std::vector<double>{8, 9, 7});
  CHECK(runs.rises("bn", "big") == std::vector<double>{46});
  CHECK(runs.failed("bn", "big") == 1);
  CHECK(runs.failed("bn", "none") == 1);
  CHECK(runs.failed("bn", "small") == 0);
  CHECK(runs.rises("gn:c8", "small").empty());
  CHECK(runs.distortions() == std::vector<std::string>{"small", "none", "big"});
}

TEST_CASE("rows of distorted runs that make no sense are refused") {
  CHECK(contains(error_of([] {
                   runs_of({row("bn", "small", 0, 5), row("bn", "small", 0, 5)});
                 }),
                 "two runs of bn, small, seed 0"));
  CHECK(contains(error_of([] { runs_of({row("bn", "small", 0, 101)}); }), "101"));
  CHECK(contains(error_of([] { runs_of({row("bn", "middle", 0, 5)}); }), "middle"));
}

TEST_CASE("tables hold errors and rises by distortion and normalizer") {
  auto rows = some_rows();
  rows.push_back(failed("gn:c8", "noise:0.5", 0, "diverged"));
  const DistortedRuns runs(rows);
  const Table errors = distorted_error_table(runs), rises = rise_table(runs);
  CHECK(errors.columns == std::vector<std::string>{"distortion", "BN", "GN:c8"});
  CHECK(errors.rows[0] == std::vector<std::string>{"undistorted", "5.10 ± 0.10", "6.13 ± 0.15"});
  CHECK(errors.rows[3][2] == "1 failed");
  CHECK(rises.rows.size() == 4);
  CHECK(rises.rows[0] == std::vector<std::string>{"small noise", "+2.00 ± 0.10", "+5.00 ± 0.10"});
  CHECK(rises.rows[2] == std::vector<std::string>{"noise 0.5", "+1.00 ± 0.10", "1 failed"});
  const Table one = rise_table(runs_of({row("bn", "none", 0, 5), row("bn", "small", 0, 4)}));
  CHECK(one.rows[0][1] == "-1.00");
}

TEST_CASE("the chart of strengths has a panel a kind, from the undistorted runs on") {
  auto rows = some_rows();
  add(rows, "bn", "input:1", {6.0});
  const auto chart = strength_chart(DistortedRuns(rows), "conv3 on glyphs");
  REQUIRE(chart);
  check(*chart);
  const auto kinds = texts(*chart, "kind"), norms = texts(*chart, "norm");
  const auto strengths = numbers(*chart, "strength"), errors = numbers(*chart, "error");
  const auto point = [&](const std::string& kind, const std::string& norm, double strength) {
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      if (kinds[i].rfind(kind, 0) == 0 && norms[i] == norm && strengths[i] == strength) return errors[i];
    }
    return -1.0;
  };
  CHECK(point("noise after", "BN", 0) == Approx(5.1));
  CHECK(point("noise after", "BN", 0.5) == Approx(6.1));
  CHECK(point("noise after", "BN", 1.001) == Approx(7.1));
  CHECK(point("noise after", "BN", 1.25) == -1);  // big noise has a mean of its own
  CHECK(point("noise after", "GN:c8", 1.001) == Approx(11.1333).margin(1e-3));
  CHECK(point("dropout", "GN:c8", 0) == Approx(6.1333).margin(1e-3));
  CHECK(point("dropout", "BN", 0.3) == Approx(7.1));
  CHECK(point("noise on the images", "BN", 1) == 6);
  CHECK(contains(chart->subtitle, "mean of 1 to 3 seeds"));
  CHECK(chart->free_x);
  CHECK(std::is_sorted(strengths.begin(), strengths.begin() + 3));
}

TEST_CASE("errors far apart get a logarithmic axis of strengths, and keep their bands") {
  std::vector<Json> rows;
  add(rows, "bn", "none", {5.0, 9.0});
  add(rows, "bn", "small", {80.0, 10.0});
  const auto chart = strength_chart(DistortedRuns(rows), "x");
  REQUIRE(chart);
  check(*chart);
  CHECK(chart->y.scale == Scale::log10);
  CHECK(numbers(*chart, "low")[1] < 0);
  check_bands_are_whole(*chart, "error");
}

TEST_CASE("the chart of rises has a panel a distortion, without the steps of the sweep") {
  const auto chart = rise_chart(DistortedRuns(some_rows()), "x");
  REQUIRE(chart);
  check(*chart);
  CHECK(texts(*chart, "distortion") ==
        Texts{"small noise", "small noise", "big noise", "big noise", "dropout 0.3", "dropout 0.3"});
  CHECK(numbers(*chart, "rise")[1] == Approx(5));
  CHECK(numbers(*chart, "low")[1] == Approx(4.9));
  CHECK(contains(chart->subtitle, "error bar: one standard deviation"));
}

TEST_CASE("without distorted runs that finished there is nothing to draw") {
  const std::vector<Json> rows = {row("bn", "none", 0, 5), failed("bn", "small", 0, "diverged")};
  const DistortedRuns runs(rows);
  CHECK(distortion_charts(runs, "x").empty());
  CHECK(contains(all(distortion_findings(runs)), "BN with small noise (1 run)"));
  const auto none = distortion_findings(runs_of({failed("bn", "none", 0, "crashed")}));
  CHECK(contains(none[0], "No run ended well"));
  CHECK(distortion_charts(runs_of({}), "x").empty());
}

TEST_CASE("findings say what each distortion does, and hold rises against batch norm's") {
  const std::string found = all(distortion_findings(DistortedRuns(some_rows())));
  INFO(found);
  CHECK(contains(found,
                 "BN's error (5.10 % undistorted; changes in points) is clearly higher with small noise "
                 "(+2.00), big noise (+2.00), noise 0.5 (+1.00) and dropout 0.3 (+2.00)."));
  CHECK(contains(found,
                 "The rise of GN:c8's error, held against that of BN's, is clearly higher with small "
                 "noise (+2.00 to +5.00: +3.00 points"));
  CHECK(contains(found, "is clearly lower with dropout 0.3 (+2.00 to +1.00"));
  CHECK(contains(found, "does not differ clearly with big noise"));
}

TEST_CASE("what the paper says of distortion is answered from the runs") {
  const std::string found = all(distortion_findings(DistortedRuns(some_rows())));
  INFO(found);
  CHECK(contains(found, "10.00 % at 1e-3"));
  CHECK(contains(found,
                 "Here: partly, rise of the error in points: with small noise GN:c8 5.00 against BN "
                 "2.00 is clearly higher"));
  CHECK(
      contains(found, "Here: no, rise of the error in points: with dropout 0.3 GN:c8 1.00 against BN 2.00"));
  CHECK_FALSE(contains(found, "layer proposed"));

  std::vector<Json> rows = some_rows();
  add(rows, "gnplus:c8", "none", {5.0, 5.2, 5.1});
  add(rows, "gnplus:c8", "small", {7.0, 7.3, 7.0});
  CHECK(
      contains(all(distortion_findings(DistortedRuns(rows))),
               "Here: yes, rise of the error in points: with small noise GNPLUS:c8 2.00 against GN:c8 5.00"));
}

TEST_CASE(
    "where distorted runs failed the others settle nothing, and number and verdict are of the same runs") {
  auto rows = some_rows();
  rows.push_back(failed("gn:c8", "small", 3, "diverged"));
  rows.push_back(row("gn:c8", "none", 3, 6.2));
  const std::string found = all(distortion_findings(DistortedRuns(rows)));
  INFO(found);
  CHECK(contains(
      found,
      "cannot be judged because some runs gave no number with small noise (+4.98, 1 run without a number)"));
  CHECK(contains(found,
                 "; cannot be judged because some runs gave no number with small noise (+2.00 to +5.00"));
  CHECK(contains(found, "Here: not settled, rise of the error in points: with small noise"));
}

TEST_CASE("one seed concludes nothing of distortion, and a missing normalizer asks for no answer") {
  const std::vector<Json> rows = {row("bn", "none", 0, 5), row("bn", "small", 0, 7),
                                  row("gn:c8", "none", 0, 6), row("gn:c8", "small", 0, 90)};
  const std::string found = all(distortion_findings(DistortedRuns(rows)));
  CHECK(found.empty());
  std::vector<Json> without;
  add(without, "ln", "none", {5.0, 5.2, 5.1});
  add(without, "ln", "small", {7.0, 7.3, 7.0});
  const std::string alone = all(distortion_findings(DistortedRuns(without)));
  CHECK(contains(alone, "LN's error"));
  CHECK_FALSE(contains(alone, "Published"));
}
