#include "demos/lab/report/normalizer_scores.hpp"

#include "demos/lab/report/normalizer_chart.hpp"
#include "demos/lab/report/normalizer_claims.hpp"
#include "demos/lab/report/normalizer_findings.hpp"
#include "demos/lab/text.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

using namespace gg::lab;

namespace {

Json training(const std::string& norm, int batch, int seed, double error, double variation = 0.2) {
  return {{"measure", "training"},
          {"norm", norm},
          {"batch", batch},
          {"seed", seed},
          {"status", "finished"},
          {"validation_error", error},
          {"spike_rate", 0.01 * (seed + 1)},
          {"gradient_variation", variation}};
}

Json failed(const std::string& norm, int batch, int seed, const std::string& status) {
  return {{"measure", "training"}, {"norm", norm}, {"batch", batch}, {"seed", seed}, {"status", status}};
}

Json cost(const std::string& norm, int batch, double speed, const Json& memory) {
  return {{"measure", "cost"},        {"norm", norm},
          {"batch", batch},           {"seed", 0},
          {"status", "finished"},     {"speed_ratio", speed},
          {"speed_low", speed - 0.1}, {"speed_high", speed + 0.1},
          {"memory_ratio", memory}};
}

void add(std::vector<Json>& rows, const std::string& norm, int batch, const std::vector<double>& errors,
         double variation = 0.2) {
  for (std::size_t seed = 0; seed < errors.size(); ++seed)
    rows.push_back(training(norm, batch, static_cast<int>(seed), errors[seed], variation));
}

// BN best at 32 and worst at 2.
std::vector<Json> some_rows() {
  std::vector<Json> rows = {cost("bn", 32, 0.8, 1.2), cost("gn:c8", 32, 0.9, 1.1),
                            cost("none", 32, 1.0, 1.0)};
  add(rows, "bn", 32, {5.0, 5.1, 5.2}, 0.1);
  add(rows, "bn", 2, {9.0, 9.2, 9.4});
  add(rows, "gn:c8", 32, {6.0, 6.1, 6.2}, 0.3);
  add(rows, "gn:c8", 2, {6.0, 6.1, 6.2});
  add(rows, "none", 32, {6.1, 6.2, 6.2}, 0.4);
  add(rows, "none", 2, {6.1, 6.2, 6.2});
  return rows;
}

std::string all(const std::vector<std::string>& sentences) {
  std::string out;
  for (const auto& sentence : sentences) out += sentence + "\n";
  return out;
}

NormalizerScores scores_of(const std::vector<Json>& rows) { return NormalizerScores(rows); }

std::string findings_of(const std::vector<Json>& rows) {
  return all(normalizer_findings(NormalizerScores(rows)));
}

}  // namespace

TEST_CASE("scores gather what the runs of a normalizer at a batch gave") {
  auto rows = some_rows();
  rows.push_back(failed("bn", 32, 3, "diverged"));
  rows.push_back(failed("bn", 32, 4, "crashed"));
  const NormalizerScores scores(rows);
  CHECK(scores.norms() == std::vector<std::string>{"bn", "gn:c8", "none"});
  CHECK(scores.batches() == std::vector<std::size_t>{32, 2});
  const NormalizerScore bn = scores.at("bn", 32);
  CHECK(bn.errors == std::vector<double>{5.0, 5.1, 5.2});
  CHECK(bn.failed == 2);
  CHECK(bn.error()->value == Approx(5.1));
  CHECK(bn.error()->high == Approx(5.2));
  CHECK_FALSE(bn.seed_range());
  CHECK(*scores.at("bn", 2).seed_range() == Approx(0.4));
  CHECK(*bn.spike_rate() == Approx(0.02));
  CHECK(bn.gradient_variation()->value == Approx(0.1));
  CHECK(bn.speed->value == 0.8);
  CHECK(bn.speed->low == Approx(0.7));
  CHECK(*bn.memory == 1.2);
  CHECK(scores.norms_with_errors(32) == std::vector<std::string>{"bn", "gn:c8", "none"});
  CHECK(scores.norms_with_errors(2) == std::vector<std::string>{"gn:c8", "none", "bn"});
}

TEST_CASE("what does not look at the batch was trained for all of them at the largest") {
  auto rows = some_rows();
  add(rows, "ln", 32, {7.0, 7.1});
  rows.push_back(cost("ln", 2, 0.5, 1.5));
  add(rows, "sn", 32, {8.0});
  const NormalizerScores scores(rows);
  CHECK(scores.at("ln", 2).errors == std::vector<double>{7.0, 7.1});
  CHECK(scores.at("ln", 2).speed->value == 0.5);
  CHECK(scores.at("sn", 2).errors.empty());
}

TEST_CASE("a score without runs, with one seed, or without memory has no such number") {
  const NormalizerScores scores =
      scores_of({training("bn", 32, 0, 5), cost("bn", 32, 0.8, nullptr), failed("in", 2, 0, "diverged")});
  CHECK_FALSE(scores.at("bn", 32).seed_range());
  CHECK_FALSE(scores.at("bn", 32).memory);
  CHECK(scores.at("bn", 32).speed);
  CHECK_FALSE(scores.at("bn", 2).error());
  CHECK(scores.at("in", 2).failed == 1);
  const Table table = normalizer_table(scores);
  check(table);
  CHECK(table.rows[0] ==
        std::vector<std::string>{"BN", "5.00", "-", "- / -", "1.0 / -", "0.20 / -", "0.80 / -", "- / -"});
  CHECK(table.rows[1][2] == "1 failed");
  // A crashed cost is no training that failed.
  Json crashed = cost("bn", 32, 1, 1);
  crashed = {{"measure", "cost"}, {"norm", "bn"}, {"batch", 32}, {"seed", 0}, {"status", "crashed"}};
  CHECK(scores_of({crashed}).at("bn", 32).failed == 0);
  CHECK_FALSE(scores_of({crashed}).at("bn", 32).speed);
}

TEST_CASE("the table has one row a normalizer") {
  const Table table = normalizer_table(NormalizerScores(some_rows()));
  CHECK(table.columns[1] == "error, batch 32");
  CHECK(table.rows[0] == std::vector<std::string>{"BN", "5.10 ± 0.10", "9.20 ± 0.20", "0.20 / 0.40",
                                                  "2.0 / 2.0", "0.10 / 0.20", "0.80 / -", "1.20 / -"});
}

TEST_CASE("the chart has a panel for each measure, with axes of their own") {
  const auto drawn = normalizer_chart(NormalizerScores(some_rows()), "conv3 on glyphs");
  REQUIRE(drawn);
  const Chart& chart = drawn->chart;
  check(chart);
  CHECK(chart.free_x);
  const auto panels = texts(chart, "panel");
  CHECK(panels.size() == 18);
  CHECK(panels[0] == "error % at 32");
  CHECK(panels[3] == "error % at 2");
  CHECK(panels[17] == "memory / none");
  CHECK(numbers(chart, "value")[3] == Approx(9.2));
  CHECK(numbers(chart, "low")[12] == Approx(0.7));
  CHECK(contains(chart.subtitle, "mean of 3 seeds"));
  CHECK(contains(chart.caption, "Seed range:"));
  CHECK(chart.x.title.empty());
  const auto quick = normalizer_chart(scores_of({training("bn", 32, 0, 5), cost("bn", 32, 0.8, 1.2)}), "x");
  REQUIRE(quick);
  CHECK(quick->chart.subtitle ==
        "x, one seed, so without error bars (but for speed: quartiles of its timings)");
  CHECK_FALSE(contains(quick->chart.caption, "Seed range"));
  CHECK(contains(quick->chart.caption, "Speed:"));
  CHECK_FALSE(normalizer_chart(scores_of({failed("bn", 32, 0, "diverged")}), "x"));
  CHECK_FALSE(normalizer_chart(scores_of({}), "x"));
}

TEST_CASE("findings name the best at each batch, what changes, and what costs most") {
  const std::string found = findings_of(some_rows());
  INFO(found);
  CHECK(contains(found,
                 "Lowest mean error at batch 32: BN, 5.10 %; clearly behind: GN:c8 6.10 and none 6.17."));
  CHECK(contains(found,
                 "Lowest mean error at batch 2: GN:c8, 6.10 %; not clearly behind: none 6.17; clearly "
                 "behind: BN 9.20."));
  CHECK(contains(
      found,
      "The error at batch 2, held against that at batch 32, is clearly higher for BN (5.10 to 9.20 %"));
  CHECK(contains(found, "GN:c8 and none look at one image at a time"));
  CHECK(contains(found,
                 "The gradient's norm varies least at batch 32 for BN and most for none: none 0.40 against "
                 "BN 0.10 is clearly higher (+0.30, 3 seeds)."));
  CHECK(contains(found,
                 "Speed against a net without normalizers (the row none left out) at batch 32: slowest BN "
                 "(0.80, quartiles over rounds 0.70 to 0.90), whose quartiles overlap those "
                 "of GN:c8; fastest GN:c8 (0.90, quartiles over rounds 0.80 to "
                 "1.00), whose quartiles overlap those of BN."));
  CHECK(contains(found, "at batch 32, counted in one training each: least GN:c8 (1.10); most BN (1.20)."));
}

TEST_CASE("the calmest and the fastest are named with those that are not clearly apart from them") {
  std::vector<Json> rows;
  add(rows, "bn", 32, {5.0, 5.1, 5.2}, 0.071);
  add(rows, "gn:c8", 32, {6.0, 6.1, 6.2}, 0.07);
  add(rows, "in", 32, {6.0, 6.1, 6.2}, 0.3);
  add(rows, "ln", 32, {6.0, 6.1, 6.2}, 0.4);
  for (std::size_t i = 0; i < 6; ++i)
    rows[i]["gradient_variation"] = 0.07 + 0.001 * static_cast<double>(i % 3) + (i < 3 ? 0 : 0.0005);
  const std::string found = findings_of(rows);
  INFO(found);
  CHECK(
      contains(found, "least at batch 32 for BN and most for LN: LN 0.40 against BN 0.07 is clearly higher"));
  CHECK(contains(found, "seeds); not clearly above BN: GN:c8 0.07."));

  const std::string apart = findings_of({cost("bn", 2, 0.4, 1.2), cost("in", 2, 0.5, 1.1),
                                         cost("gn:c8", 2, 0.9, 1.1), cost("none", 2, 1.0, 1.0)});
  CHECK(contains(
      apart, "BN (0.40, quartiles over rounds 0.30 to 0.50), whose quartiles overlap those of IN; fastest"));
  CHECK(contains(apart, "GN:c8 (0.90, quartiles over rounds 0.80 to 1.00)."));
}

TEST_CASE("speeds are ranked only where a net timed against itself is as fast as itself") {
  const auto timed = [](double none, int batch) {
    return findings_of(
        {cost("bn", batch, 0.8, 1.2), cost("gn:c8", batch, 0.9, 1.1), cost("none", batch, none, 1.0)});
  };
  CHECK(contains(timed(1.04, 32), "fastest GN:c8"));
  for (double off : {0.94, 1.06, 9.99}) {
    const std::string found = timed(off, 2);
    INFO(found);
    CHECK(contains(
        found,
        "Speeds at batch 2 are not ranked: a net without normalizers, timed against itself, comes out at " +
            fixed(off, 2) + " instead of 1"));
    CHECK_FALSE(contains(found, "fastest"));
    CHECK(contains(found, "Memory against"));
  }
}

TEST_CASE("what papers report of normalizers is answered where both were trained") {
  const std::string found = all(normalizer_claims(NormalizerScores(some_rows())));
  INFO(found);
  CHECK(contains(found,
                 "24.1 against 34.7 % (Wu and He, 2018, arXiv 1803.08494; ResNet-50 on ImageNet). Here: "
                 "yes, at batch 2 GN:c8 6.10 % against BN 9.20 % is clearly lower"));
  CHECK(contains(found, "24.1 against 23.6 % (Wu and He, 2018). Here: yes, at batch 32"));
  CHECK(count_of(found, "Published") == 2);

  auto rows = some_rows();
  add(rows, "gnplus:c8", 32, {5.0, 5.1, 5.2});
  add(rows, "gnplus:c8", 2, {8.0, 8.1, 8.2});
  add(rows, "brn", 8, {8.0, 8.1, 8.2});
  const std::string wider = all(normalizer_claims(NormalizerScores(rows)));
  CHECK(contains(wider,
                 "2207.01972). Here: partly, at batch 32 GNPLUS:c8 5.10 % against GN:c8 6.10 % is clearly "
                 "lower"));
  CHECK_FALSE(contains(wider, "batch renorm"));

  add(rows, "brn", 2, {8.0, 8.1, 8.2});
  CHECK(
      contains(all(normalizer_claims(NormalizerScores(rows))),
               "Here: yes, with r_max 3 and d_max 5 from the first step on instead, at batch 2 BRN 8.10 %"));

  std::vector<Json> medium;
  add(medium, "bn", 8, {5.0, 5.1, 5.2});
  add(medium, "gn:c8", 8, {6.0, 6.1, 6.2});
  CHECK(normalizer_claims(NormalizerScores(medium)).empty());
  CHECK(normalizer_claims(scores_of({})).empty());
}

TEST_CASE("a normalizer whose runs failed takes no first place, and settles no claim") {
  auto rows = some_rows();
  rows.push_back(failed("bn", 32, 3, "diverged"));
  const std::string found = findings_of(rows);
  INFO(found);
  CHECK(contains(
      found,
      "Lowest mean error at batch 32: GN:c8, 6.10 %; not clearly behind: none 6.17; without a place, "
      "since runs failed: BN (1 of 4)."));
  CHECK(contains(found,
                 "cannot be judged because some runs gave no number for BN (5.10 to 9.20 %: +4.10 points, "));
  CHECK(contains(found, "24.1 against 23.6 % (Wu and He, 2018). Here: not settled, at batch 32"));

  std::vector<Json> gone;
  add(gone, "gn:c8", 2, {6.0, 6.1, 6.2});
  for (int seed = 0; seed < 3; ++seed) gone.push_back(failed("bn", 2, seed, "diverged"));
  CHECK(contains(findings_of(gone),
                 "ImageNet). Here: not settled, at batch 2 BN has no run with such a number."));
}

TEST_CASE("one seed concludes nothing of normalizers, and failures are told") {
  const std::string one = findings_of({training("bn", 32, 0, 5), training("gn:c8", 32, 0, 50)});
  CHECK(one.empty());
  std::vector<Json> two = {training("bn", 32, 0, 5), cost("bn", 32, 0.8, 1.2), cost("gn:c8", 32, 0.9, 1.1)};
  add(two, "gn:c8", 32, {50, 51});
  CHECK_FALSE(contains(findings_of(two), "Lowest"));
  CHECK(contains(findings_of(two), "slowest BN"));  // needs no seeds
  const std::string none = findings_of({failed("bn", 32, 0, "diverged"), failed("bn", 32, 1, "crashed")});
  CHECK(contains(none, "No run ended well"));
  CHECK(contains(none, "BN at batch 32 (2 runs)"));
}
