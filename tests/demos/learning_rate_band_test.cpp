#include <cmath>
#include <map>

#include "demos/lab/report/rate_bands_charts.hpp"
#include "demos/lab/sweep/results.hpp"
#include "tests/demos/bands.hpp"
#include "tests/programs.hpp"

using namespace gg::lab;

namespace {

using Words = std::vector<std::string>;

const std::vector<double> two_rates = {1, 2};

const BandSetup published = {"adam", {1e-4, 2e-4, 3e-4, 4e-4, 5e-4}};

Json band_row(const std::string& norm, double lr, int seed, const Numbers& losses, const Numbers& changes) {
  return {{"part", "band"},   {"norm", norm},       {"lr", lr},     {"seed", seed}, {"status", "finished"},
          {"losses", losses}, {"changes", changes}, {"planned", 4}, {"every", 1}};
}

Json with_status(Json row, const std::string& status) {
  row["status"] = status;
  return row;
}

Json grid_row(const std::string& norm, double lr, int seed, const Numbers& ends) {
  return {{"part", "grid"}, {"norm", norm},         {"lr", lr},
          {"seed", seed},   {"status", "finished"}, {"ends", ends}};
}

// Three seeds whose loss bands are `width` wide, give or take 0.1, and their gradient changes' twice as much.
std::vector<Json> three_seeds(const std::string& norm, double width) {
  std::vector<Json> rows;
  for (int seed = 0; seed < 3; ++seed) {
    const double w = width + 0.1 * (seed - 1);
    rows.push_back(band_row(norm, 1, seed, Numbers(4, 5 + w), Numbers(4, 1)));
    rows.push_back(band_row(norm, 2, seed, Numbers(4, 5), Numbers(4, 1 + 2 * w)));
  }
  return rows;
}

std::vector<Json> joined(std::vector<Json> a, const std::vector<Json>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

std::string all(const std::vector<std::string>& findings) {
  std::string text;
  for (const std::string& finding : findings) text += finding + "\n";
  return text;
}

std::string findings_of(const std::vector<Json>& rows) {
  return all(rate_bands_findings(rate_bands(rows, two_rates), stable_rates(rows), published));
}

ProcessResult run(const std::filesystem::path& out, const std::vector<std::string>& options) {
  return quick_run("learning_rate_band", out, options);
}

}  // namespace

TEST_CASE("the band of a seed lies between the rates, step by step, and its area is the mean width") {
  const auto bands = rate_bands(
      {band_row("bn", 2, 0, {4, 3, 2, 2}, {1, 1, 1, 1}), band_row("bn", 1, 0, {4, 4, 4, 1}, {2, 3, 2, 3}),
       band_row("bn", 7, 0, {9, 9, 9, 9}, {9, 9, 9, 9})},
      two_rates);
  REQUIRE(bands.size() == 1);
  REQUIRE(bands[0].seeds.size() == 1);
  const SeedBand& band = bands[0].seeds[0];
  CHECK(band.loss.low == Curve{4, 3, 2, 1});
  CHECK(band.loss.high == Curve{4, 4, 4, 2});
  CHECK(band.loss_mean == Curve{4, 3.5, 3, 1.5});
  CHECK(loss_areas(bands[0]) == std::vector<double>{1});
  CHECK(change_areas(bands[0]) == std::vector<double>{1.5});
  CHECK(band.slowest_on_top == 0.75);  // rate 1, at all steps but the last
}

TEST_CASE("a diverged training leaves the band and is counted; a seed without a rate is left out") {
  auto rows = three_seeds("gn:c8", 1);
  rows[1] = with_status(band_row("gn:c8", 2, 0, {5, 5}, {2}), "diverged");
  rows[3] = with_status(rows[3], "crashed");
  const auto bands = rate_bands(rows, two_rates);
  CHECK(bands[0].diverged == 1);
  CHECK(bands[0].incomplete == 1);
  REQUIRE(bands[0].seeds.size() == 2);
  CHECK(bands[0].seeds[0].loss.compared == 2);
  CHECK(bands[0].seeds[0].change.compared == 1);
  const std::string said = findings_of(rows);
  CAPTURE(said);
  CHECK(contains(said, "GN:c8: 1 training diverged"));
  CHECK(contains(said, "GN:c8: 1 seed left out"));
  for (const NamedChart& item : rate_bands_charts(bands, rows, "a net")) CHECK_NOTHROW(check(item.chart));
}

TEST_CASE("trainings that diverge at once make no band, and no error") {
  const Json none = with_status(band_row("none", 1, 0, {}, {}), "diverged");
  const std::vector<Json> rows = {none, with_status(band_row("none", 2, 0, {}, {}), "diverged")};
  const auto bands = rate_bands(rows, two_rates);
  CHECK(loss_areas(bands[0]).empty());
  CHECK(rate_bands_charts(bands, rows, "a net").empty());
  CHECK(rate_bands_table(bands, {}).rows[0][1] == "-");
  CHECK(contains(findings_of(rows), "none: 2 trainings diverged"));
  CHECK(rate_bands({}, two_rates).empty());
  CHECK(findings_of({}).empty());
}

TEST_CASE("wider bands of group norm are held against what was published") {
  const auto wider = findings_of(joined(three_seeds("bn", 1), three_seeds("gn:c8", 2)));
  CAPTURE(wider);
  CHECK(contains(wider, "Here: yes, mean width of the loss's band: GN:c8 2.000 nats against BN 1.000 nats"));
  CHECK(contains(wider, "of the gradient change's: GN:c8 4.000 against BN 2.000 is clearly higher"));
  CHECK(contains(wider, "BN 100 % and GN:c8 100 %"));
  CHECK(contains(findings_of(joined(three_seeds("bn", 2), three_seeds("gn:c8", 1))), "Here: no, "));
  auto partly = joined(three_seeds("bn", 1), three_seeds("gn:c8", 2));
  for (Json& row : partly)
    row["changes"] = Numbers(4, row["lr"].get<double>() + 0.1 * row["seed"].get<double>());
  CHECK(contains(findings_of(partly), "Here: partly, "));
  std::vector<Json> one_seed;
  for (const Json& row : joined(three_seeds("bn", 1), three_seeds("gn:c8", 2))) {
    if (row["seed"] == 0) one_seed.push_back(row);
  }
  CHECK_FALSE(contains(findings_of(one_seed), "Published"));
  CHECK_FALSE(contains(findings_of(one_seed), "widest band"));
  auto survivors = joined(three_seeds("bn", 1), three_seeds("gn:c8", 2));
  survivors[0] = with_status(band_row("bn", 1, 0, {5, 5}, {2}), "diverged");
  CHECK(contains(findings_of(survivors), "Here: not settled, "));
  CHECK(contains(findings_of(survivors), "3 seeds, 1 run without a number)"));
  CHECK_FALSE(contains(findings_of(three_seeds("gn:c8", 2)), "Published"));
}

TEST_CASE("a setup that is not the published one is said to be another") {
  const auto rows = joined(three_seeds("bn", 1), three_seeds("gn:c8", 2));
  const auto said = [&](const BandSetup& setup) {
    return all(rate_bands_findings(rate_bands(rows, two_rates), {}, setup));
  };
  CHECK_FALSE(contains(said(published), "setup"));
  CHECK(contains(said({"sgd", published.rates}), "Here: yes, under another setup (sgd at rates of "));
  CHECK(contains(said({"adam", two_rates}),
                 "Here: yes, under another setup (adam at rates of 1 and 2), mean width"));
}

TEST_CASE("a loss that explodes without end is printed short") {
  auto rows = joined(three_seeds("bn", 1), three_seeds("gn:c8", 2));
  rows[6]["losses"] = Numbers(4, 6e36);
  const std::string said = findings_of(rows);
  CAPTURE(said);
  CHECK(contains(said,
                 "GN:c8 2e+36 nats against BN 1.000 nats does not differ clearly (+2e+36 nats, d = +0.8"));
  CHECK(contains(said, "Here: partly, "));
  CHECK(rate_bands_table(rate_bands(rows, two_rates), {}).rows[1][1] == "2e+36 ± 3.46e+36");
}

TEST_CASE("the largest stable rate is that at which every seed trains") {
  const std::vector<Json> rows = {grid_row("bn", 0.1, 0, {3, 1, 1}),
                                  grid_row("bn", 0.1, 1, {3, 1, 1}),
                                  grid_row("bn", 1, 0, {3, 2, 2}),
                                  grid_row("bn", 1, 1, {3, 1, 1}),
                                  grid_row("bn", 9, 0, {3, 1, 1}),
                                  grid_row("bn", 9, 1, {3, 4, 4}),
                                  with_status(grid_row("in", 0.1, 0, {3}), "diverged"),
                                  with_status(grid_row("ln", 0.1, 0, {3, 1}), "crashed")};
  std::vector<Json> with_crash = rows;
  with_crash.push_back(with_status(grid_row("bn", 1, 2, {3, 1, 1}), "crashed"));
  CHECK(stable_rates(with_crash)[0].stable == 0.1);
  const auto rates = stable_rates(rows);
  REQUIRE(rates.size() == 3);
  CHECK(rates[0].stable == 1);
  CHECK(rates[0].learning == 0.1);
  CHECK_FALSE(rates[1].stable);
  CHECK(rates[2].runs == 0);
  const std::string said = findings_of(rows);
  CAPTURE(said);
  CHECK(contains(said, "every seed): BN 1; no rate of the grid for IN. "));
  CHECK(contains(said, "below half its first: BN 0.1; no rate of the grid for IN."));
  const auto charts = rate_bands_charts({}, rows, "a net");
  REQUIRE(charts.size() == 1);
  check(charts[0].chart);
  CHECK(numbers(charts[0].chart, "lr") == Numbers{0.1, 1, 9});
  CHECK(numbers(charts[0].chart, "loss") == Numbers{1, 1.5, 2.5});
}

TEST_CASE("charts of the bands have a panel for each normalizer, and bars for the areas") {
  const auto rows = joined(three_seeds("bn", 1), three_seeds("gn:c8", 2));
  const auto bands = rate_bands(rows, two_rates);
  const auto charts = rate_bands_charts(bands, rows, "a net");
  REQUIRE(charts.size() == 4);
  for (const NamedChart& item : charts) CHECK_NOTHROW(check(item.chart));
  CHECK(numbers(charts[0].chart, "step") == Numbers{2, 3, 4, 5, 2, 3, 4, 5});
  CHECK(numbers(charts[0].chart, "high")[0] == Approx(6));
  CHECK(numbers(charts[0].chart, "low")[0] == Approx(5));
  CHECK(texts(charts[0].chart, "panel").back() == "GN:c8");
  const Numbers& area = numbers(charts[3].chart, "area");
  REQUIRE(area.size() == 4);
  CHECK(area[1] == Approx(2));
  CHECK(area[2] == Approx(2));
  CHECK(area[3] == Approx(4));
  const Table table = rate_bands_table(bands, {});
  CHECK(contains(table.title, "loss at the end: mean of the last ten values of its curve"));
  CHECK(table.rows[1] == Words{"GN:c8", "2.000 ± 0.100", "4.000 ± 0.200", "100 %", "6.00", "0"});
}

TEST_CASE("bands over seeds are as wide as the seeds are apart") {
  auto rows = three_seeds("bn", 1);
  rows[0]["losses"] = Numbers(4, 30);
  rows[1]["changes"] = Numbers(4, 40);
  for (int seed = 0; seed < 3; ++seed)
    rows.push_back(grid_row("bn", 0.1, seed, {3, seed == 0 ? 30.0 : 1, 1}));
  for (const NamedChart& item : rate_bands_charts(rate_bands(rows, two_rates), rows, "a net")) {
    if (item.name == "band_width") check_bands_are_whole(item.chart, "width");
    if (item.name == "band_area") check_bands_are_whole(item.chart, "area");
    if (item.name == "loss_by_rate") check_bands_are_whole(item.chart, "loss");
  }
}

TEST_CASE("learning_rate_band: a small run, with the same numbers whatever the number of jobs") {
  TempFolder folder;
  const auto measured = [&](const std::string& jobs) {
    const auto out = folder.path() / jobs;
    const ProcessResult result =
        run(out, {"--norms", "bn,gn:c8", "--rates", "1e-3,4e-3", "--grid", "0.01,1e9", "--optimizer", "sgd",
                  "--steps", "12", "--jobs", jobs});
    INFO(result.output << result.errors);
    REQUIRE(result.exit_code == 0);
    CHECK(contains(result.output, "largest stable rate"));
    std::map<std::string, Json> rows;
    for (Json row : read_results(out, {"part", "norm", "lr", "seed"}).rows) {
      for (const char* key : {"seconds", "images_per_second", "revision"}) row.erase(key);
      rows[row["part"].get<std::string>() + row["norm"].get<std::string>() + row["lr"].dump()] = row;
    }
    return rows;
  };
  const auto rows = measured("1");
  CHECK(rows.size() == 8);
  const Json& slow = rows.at("bandbn0.001");
  CHECK(slow["losses"].size() == 11);
  CHECK(slow["changes"].size() == 11);
  CHECK(slow["losses"][0] != rows.at("bandbn0.004")["losses"][0]);
  CHECK(slow["changes"][3] > 0);
  CHECK(rows.at("gridbn0.01")["ends"].size() == 11);
  CHECK(measured("2") == rows);
}

TEST_CASE("learning_rate_band: options that do not fit are refused by name") {
  TempFolder folder;
  const std::vector<std::pair<Words, std::string>> mistakes = {
      {{"--lr", "0.1"}, "--lr: this program trains at the rates of --rates and --grid; got 0.1"},
      {{"--rates", "0.1"}, "--rates: a band needs at least 2 rates, got 1"},
      {{"--rates", "0.1,-1"}, "--rates: expected numbers above 0, got -1"},
      {{"--grid", "0.1,nan"}, "--grid: expected numbers above 0, got nan"},
      {{"--rates", "0.1,0.1"}, "--rates: 0.1 is there twice"},
      {{"--grid", "0.1", "--no-grid"}, "--no-grid: --grid was given, too"},
      {{"--steps", "1"}, "--steps: gradients change from the second step on, got 1"},
      {{"--optimizer", "lion"}, "--optimizer"},
  };
  for (const auto& [options, words] : mistakes) {
    const ProcessResult result = run(folder.path() / "out", options);
    INFO(words << "\n" << result.errors);
    CHECK(result.exit_code != 0);
    CHECK(contains(result.errors, words));
    CHECK_FALSE(std::filesystem::exists(folder.path() / "out"));
  }
}
