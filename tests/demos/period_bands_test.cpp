#include "demos/lab/report/period_bands.hpp"

#include "tests/programs.hpp"

using namespace gg::lab;

namespace {

const std::vector<double> two_rates = {0.1, 0.2};

// Six kept steps, two a third, at a rate: the losses of each third, of which the higher rate's lie `apart`
// above.
Json row(const std::string& norm, double lr, int seed, const Numbers& thirds, double apart = 0.5) {
  Numbers losses;
  for (double loss : thirds) {
    for (int i = 0; i < 2; ++i) losses.push_back(loss + 0.01 * seed + (lr > 0.15 ? apart : 0));
  }
  return {{"part", "band"}, {"norm", norm},         {"to", norm},       {"at", 0},           {"lr", lr},
          {"seed", seed},   {"status", "finished"}, {"losses", losses}, {"changes", losses}, {"planned", 6},
          {"every", 3}};
}

std::vector<Json> rows_of(const std::vector<std::pair<std::string, Numbers>>& norms) {
  std::vector<Json> rows;
  for (int seed = 0; seed < 3; ++seed) {
    for (const auto& [norm, thirds] : norms) {
      for (double lr : two_rates) rows.push_back(row(norm, lr, seed, thirds, norm == "bn" ? 0.25 : 0.5));
    }
  }
  return rows;
}

std::string findings_of(const std::vector<Json>& rows) {
  return joined(period_band_findings(rate_bands(rows, two_rates), "2 rates of Adam"));
}

}  // namespace

TEST_CASE("loss bands have a position and a width in each third, one number a seed") {
  const auto all = band_thirds(rate_bands(rows_of({{"bn", {3, 2, 1}}}), two_rates));
  REQUIRE(all.size() == 1);
  REQUIRE(all[0].position[2].size() == 3);
  CHECK(all[0].position[0][0] == Approx(3.125));
  CHECK(all[0].position[2][2] == Approx(1.145));
  CHECK(all[0].width[1][1] == Approx(0.25));
}

TEST_CASE("bands against that of no normalization: early, throughout, and how wide") {
  const std::vector<std::pair<std::string, Numbers>> borne_out = {
      {"bn", {1, 1, 1}}, {"gn:c8", {1, 3, 4}}, {"ln", {2, 2, 2}}, {"none", {3, 3, 3}}};
  const std::string words = findings_of(rows_of(borne_out));
  CAPTURE(words);
  CHECK(contains(words, "batch norm's loss band is ahead of no normalization's throughout"));
  CHECK(contains(words,
                 "Here: yes, the mean loss of BN's band over 2 rates of Adam against that of none is clearly "
                 "lower in the first third (-2.125 nats"));
  CHECK(contains(words, "its width is clearly lower in the first third (-0.250 nats"));
  CHECK(contains(words, "group norm's loss band is ahead of no normalization's in an early period only"));
  CHECK(contains(words, "Here: yes, the mean loss of GN:c8's band"));
  CHECK(contains(words, "By loss bands, the mean loss of LN's band"));
  CHECK_FALSE(contains(words, "none's band"));
  CHECK(contains(words,
                 "highest loss of the band at 0 % with BN, 0 % with GN:c8, 0 % with LN and 0 % with none"));

  const std::string denied =
      findings_of(rows_of({{"bn", {4, 4, 4}}, {"gn:c8", {4, 1, 1}}, {"none", {3, 3, 3}}}));
  CHECK(contains(denied, "Here: no, the mean loss of BN's band"));
  CHECK(contains(denied, "Here: no, the mean loss of GN:c8's band"));
  const std::string partly =
      findings_of(rows_of({{"bn", {1, 1, 4}}, {"gn:c8", {1, 1, 1}}, {"none", {3, 3, 3}}}));
  CHECK(contains(partly, "Here: partly, the mean loss of BN's band"));
  CHECK(contains(partly, "Here: partly, the mean loss of GN:c8's band"));
}

TEST_CASE("a band that lost a training, or has too few seeds, settles nothing") {
  auto rows = rows_of({{"bn", {1, 1, 1}}, {"none", {3, 3, 3}}});
  rows[0]["status"] = "diverged";
  rows[0]["losses"] = {1, 1, 1};
  rows[0]["changes"] = {1, 1, 1};
  const auto bands = rate_bands(rows, two_rates);
  CHECK(band_thirds(bands)[0].position[0].size() == 2);  // the seed is left out as a whole
  const std::string words = findings_of(rows);
  CHECK(contains(words, "Here: not settled, the mean loss of BN's band"));
  CHECK(contains(words, "1 training of BN diverged: their seeds are left out"));

  rows = rows_of({{"bn", {1, 1, 1}}, {"none", {3, 3, 3}}});
  rows[0] = crashed_row("bn", 0);
  rows[0].update({{"part", "band"}, {"lr", 0.1}});
  CHECK(contains(findings_of(rows), "1 seed of BN without all rates left out"));
  rows = rows_of({{"bn", {1, 1, 1}}, {"none", {3, 3, 3}}});
  rows.resize(4);
  CHECK(findings_of(rows).empty());
  CHECK(findings_of(rows_of({{"bn", {1, 1, 1}}})).empty());  // nothing to hold it against
}

TEST_CASE("bands are drawn over the steps with their thirds, and by thirds") {
  const auto bands = rate_bands(rows_of({{"bn", {3, 2, 1}}, {"none", {3, 3, 3}}}), two_rates);
  const auto charts = period_band_charts(bands, "a net");
  REQUIRE(charts.size() == 2);
  for (const NamedChart& item : charts) CHECK_NOTHROW(check(item.chart));
  CHECK(charts[0].name == "loss_band");
  CHECK(charts[0].chart.references.at(0).value == Approx(19.0 / 3));  // steps 2, 5, ..., 17
  const Chart& thirds = charts[1].chart;
  CHECK(texts(thirds, "panel")[0] == "position: mean loss (nats)");
  CHECK(numbers(thirds, "third") == Numbers{1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3});
  CHECK(numbers(thirds, "value")[2] == Approx(1.135));
  CHECK(period_band_charts({}, "a net").empty());
  const Table table = period_band_table(bands);
  CHECK_NOTHROW(check(table));
  CHECK(table.rows.at(0) == std::vector<std::string>{"BN", "3.135 ± 0.010", "2.135 ± 0.010", "1.135 ± 0.010",
                                                     "0.250 ± 0.000", "0.250 ± 0.000", "0.250 ± 0.000", "0"});
}
