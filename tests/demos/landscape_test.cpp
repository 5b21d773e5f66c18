#include "demos/lab/report/landscape.hpp"

#include <map>

#include "demos/lab/sweep/results.hpp"
#include "tests/programs.hpp"

using namespace gg::lab;

namespace {

const LandscapeSetup setup = {"a net", 0.1, 0.9, 32};

const std::vector<std::string> measures = {"loss_variation", "gradient_change", "beta_smoothness",
                                           "sharpness", "critical_sharpness"};

// A run of three looks whose measures lie around `size`; the noise scale grows from 2 to 6 times it.
Json row(const std::string& norm, int seed, double size) {
  size *= 1 + 0.02 * (seed - 1);
  Json out = {{"norm", norm},
              {"seed", seed},
              {"status", "finished"},
              {"validation_error", 5 + seed},
              {"at", {0, 10, 20}},
              {"loss", {2, 1, 0.5}},
              {"loss_low", {1.5, 0.9, 0.4}},
              {"loss_high", {2, 1.1, 0.6}},
              {"settled", {1, 1, 1}},
              {"gradient_signal", {1, 1, 1}},
              {"gradient_noise", {2 * size, 4 * size, 6 * size}}};
  for (const std::string& key : measures) out[key] = {0.5 * size, size, 3 * size};
  return out;
}

// Stopped behind the first look.
Json diverged(const std::string& norm, int seed) {
  Json out = row(norm, seed, 1);
  for (const char* key :
       {"at", "loss", "loss_low", "loss_high", "settled", "gradient_signal", "gradient_noise"})
    out[key] = Json::array({out[key][0]});
  for (const std::string& key : measures) out[key] = Json::array({out[key][0]});
  out["status"] = "diverged";
  out.erase("validation_error");
  return out;
}

std::vector<Json> rows_of(const std::vector<std::pair<std::string, double>>& sizes) {
  return three_seeds(sizes, row);
}

ProcessResult run(const std::filesystem::path& out, std::vector<std::string> options) {
  options.insert(options.begin(), {"--model", "conv3"});
  return quick_run("landscape", out, options);
}

}  // namespace

TEST_CASE("landscape: a run is one number a measure, its median; infinite ones count") {
  CHECK(median_of(row("bn", 1, 2), "sharpness") == 2);
  Json infinite = row("bn", 1, 2);
  infinite["sharpness"] = {nullptr, 1, 3};
  CHECK(median_of(infinite, "sharpness") == 3);
  infinite["sharpness"] = {nullptr, nullptr, 3};
  CHECK_FALSE(median_of(infinite, "sharpness"));
  CHECK_FALSE(median_of(crashed_row("bn", 0), "sharpness"));
  const Group medians = medians_of({row("bn", 1, 2), diverged("bn", 0), infinite}, "bn", "sharpness");
  CHECK(medians.values == std::vector<double>{2});
  CHECK(medians.failed == 2);
}

TEST_CASE("landscape: the noise scale is the ratio of averaged terms") {
  Json noisy = row("bn", 1, 1);
  noisy["gradient_signal"] = {-0.5, 2, 3};
  noisy["gradient_noise"] = {1, 4, 4};
  CHECK(noise_scale_of(noisy) == 2);
  CHECK_FALSE(noise_scale_of(noisy, Part::first_third));
  CHECK(*noise_scale_of(noisy, Part::last_third) == Approx(4.0 / 3));
  CHECK_FALSE(noise_scale_of(crashed_row("bn", 0)));
  Json calm = row("bn", 1, 1);
  calm["gradient_signal"] = {1.5, 0, 1};
  calm["gradient_noise"] = {1, 2, 4};
  const std::map<double, double> scales = noise_scales_over({noisy, calm, crashed_row("bn", 2)});
  CHECK(scales == std::map<double, double>{{0, 2.0}, {10, 3.0}, {20, 2.0}});
}

TEST_CASE("landscape: charts of the loss, of smoothness, of sharpness with its lines, and of noise") {
  const auto charts = landscape_charts(rows_of({{"none", 4}, {"bn", 1}}), setup);
  REQUIRE(charts.size() == 4);
  for (const NamedChart& item : charts) CHECK_NOTHROW(check(item.chart));
  CHECK(charts[0].name == "loss_along_gradient");
  CHECK(numbers(charts[0].chart, "high") == Numbers{2, 1.1, 0.6, 2, 1.1, 0.6});
  CHECK(texts(charts[0].chart, "norm") == Texts{"none", "none", "none", "BN", "BN", "BN"});
  CHECK(numbers(charts[1].chart, "step").size() == 3 * 2 * 3);
  CHECK(charts[1].chart.free_y);
  REQUIRE(charts[2].chart.references.size() == 2);
  CHECK(charts[2].chart.references[0].value == Approx(20));
  CHECK(charts[2].chart.references[1].value == Approx(38));
  CHECK(numbers(charts[3].chart, "scale")[1] == Approx(16));
}

TEST_CASE("landscape: charts take what there is") {
  CHECK(landscape_charts({crashed_row("bn", 0)}, setup).empty());
  const auto charts = landscape_charts({crashed_row("bn", 0), row("bn", 1, 1), diverged("bn", 2)}, setup);
  REQUIRE(charts.size() == 4);
  CHECK(numbers(charts[0].chart, "step") == Numbers{0, 10, 20});
  CHECK(numbers(charts[2].chart, "step") == Numbers{0, 0});
}

TEST_CASE("landscape: what was published is held against the runs") {
  const auto bears_out = joined(landscape_findings(rows_of({{"none", 4}, {"bn", 1}, {"gn:c8", 8}}), setup));
  CAPTURE(bears_out);
  CHECK(contains(bears_out,
                 "CIFAR-10). Here: yes, loss variation of BN 1 nats against none 4 nats is clearly lower"));
  CHECK(contains(bears_out, "lower at 3 of 3 times; gradient change of BN"));
  CHECK(contains(bears_out, "BN against none: sharpness of BN 1 against none 4 is clearly lower"));
  CHECK(contains(bears_out,
                 "GN:c8 against none: loss variation of GN:c8 8 nats against none 4 nats is clearly higher"));
  CHECK(contains(bears_out, "2 (1 + momentum) / lr = 38: none 0.316, BN 0.0789 and GN:c8 0.632"));
  CHECK(contains(bears_out, "McCandlish et al., 2018). Here: yes, none last third"));
  const auto denies = joined(landscape_findings(rows_of({{"none", 1}, {"bn", 4}}), setup));
  CHECK(contains(denies, "CIFAR-10). Here: no, loss variation of BN 4 nats"));
  CHECK(contains(denies, "lower at 0 of 3 times"));
  std::vector<Json> late = rows_of({{"none", 4}, {"bn", 1}});
  for (Json& one : late) {
    for (const std::string& key : measures) {
      if (one["norm"] == "bn") one[key][0] = 9;
    }
  }
  CHECK(contains(joined(landscape_findings(late, setup)), "CIFAR-10). Here: partly, loss variation of BN 3"));
  CHECK(contains(joined(landscape_findings(late, setup)), "lower at 2 of 3 times; gradient change of BN"));
  std::vector<Json> mixed = rows_of({{"none", 4}, {"bn", 1}});
  for (Json& one : mixed) one["gradient_change"] = {1, 1.1, 1 + 0.1 * one["seed"].get<int>()};
  CHECK(contains(joined(landscape_findings(mixed, setup)), "CIFAR-10). Here: partly"));
}

TEST_CASE("landscape: few seeds, failures and missing normalizers conclude nothing") {
  const auto one_seed = joined(landscape_findings({row("none", 0, 4), row("bn", 0, 1)}, setup));
  CHECK(contains(one_seed, "sharpness as a share of"));
  CHECK_FALSE(contains(one_seed, "Published"));
  CHECK_FALSE(contains(one_seed, "against none"));
  const auto failed = joined(landscape_findings(
      {row("none", 0, 4), crashed_row("bn", 0), diverged("bn", 1), row("none", 2, 4)}, setup));
  CHECK(contains(failed, "Here: not settled, loss variation of BN has no run with such a number"));
  CHECK(contains(joined(landscape_findings({crashed_row("bn", 0)}, setup)), "No run ended well"));
  CHECK_FALSE(contains(joined(landscape_findings(rows_of({{"bn", 1}}), setup)), "Santurkar"));
}

TEST_CASE("landscape: a run whose sharpness was mostly not finite is not left out in silence") {
  std::vector<Json> rows = rows_of({{"none", 4}, {"bn", 1}});
  rows.push_back(row("bn", 3, 1));
  rows.back()["sharpness"] = {nullptr, nullptr, 3};
  const auto said = joined(landscape_findings(rows, setup));
  CAPTURE(said);
  CHECK(contains(said,
                 "BN against none: sharpness of BN 1 against none 4 cannot be judged because some runs gave "
                 "no number (factor 0.25"));
  CHECK(contains(said, "3 seeds, 1 run without a number)"));
  CHECK(landscape_table(rows).rows[1][5] == "1 (0.98 to 1.02), 1 without a number");
}

TEST_CASE("landscape: how often sharpness is a lower bound is told") {
  std::vector<Json> rows = rows_of({{"none", 4}, {"bn", 1}});
  CHECK(unconverged_share(rows) == 0);
  CHECK_FALSE(contains(joined(landscape_findings(rows, setup)), "lower bound"));
  for (Json& one : rows) {
    if (one["norm"] == "bn") one["settled"] = {1, 0, 0};
  }
  CHECK(contains(joined(landscape_findings(rows, setup)),
                 "did not converge, at so many of the looks: BN 67 %."));
  CHECK(landscape_table(rows).rows[0].back() == "0");
  CHECK(landscape_table(rows).rows[1].back() == "67");
  CHECK_FALSE(unconverged_share({crashed_row("bn", 0)}));
}

TEST_CASE("landscape: the table counts what failed") {
  const Table table = landscape_table({row("bn", 1, 2), diverged("bn", 2), crashed_row("none", 0)});
  CHECK_NOTHROW(check(table));
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[0][1] == "6.00 and 1 diverged");
  CHECK(table.rows[0][2] == "2");
  CHECK(table.rows[0][7] == "8");
  CHECK(table.rows[1][1] == "1 crashed");
  CHECK(table.rows[1][2] == "-");
}

TEST_CASE("landscape: a small run, with the same numbers whatever the number of jobs") {
  TempFolder folder;
  const auto measured = [&](const char* jobs) {
    const auto out = folder.path() / jobs;
    const ProcessResult result =
        run(out, {"--norms", "none,bn", "--steps", "6", "--probing-images", "64", "--jobs", jobs});
    CAPTURE(result.output, result.errors);
    REQUIRE(result.exit_code == 0);
    CHECK(std::filesystem::exists(out / "report.html"));
    std::map<std::string, Json> rows;
    for (Json row : read_results(out, {"norm", "seed"}).rows) {
      row.erase("seconds");
      rows[row.at("norm")] = row;
    }
    return rows;
  };
  const auto one = measured("1");
  REQUIRE(one.size() == 2);
  CHECK(one == measured("2"));
  const Json& bn = one.at("bn");
  CHECK(bn.at("at") == Json{0.0, 3.0, 6.0});
  for (std::size_t i = 0; i < 3; ++i) {
    const double high = bn.at("loss_high")[i], low = bn.at("loss_low")[i];
    CHECK(bn.at("loss_variation")[i].get<double>() == Approx(high - low));
    CHECK(bn.at("gradient_noise")[i] > 0);
    CHECK(bn.at("sharpness")[i] > 0);
  }
  // Looking leaves no trace: the same training, looked at twice only.
  const ProcessResult fewer = run(folder.path() / "fewer", {"--norms", "bn", "--steps", "6",
                                                            "--probing-images", "64", "--probings", "2"});
  REQUIRE(fewer.exit_code == 0);
  const Json other = read_results(folder.path() / "fewer", {"norm", "seed"}).rows.at(0);
  CHECK(other.at("at") == Json{0.0, 6.0});
  CHECK(other.at("curve") == bn.at("curve"));
  CHECK(other.at("sharpness")[1] == bn.at("sharpness")[2]);
}

TEST_CASE("landscape: a training that diverges is a result") {
  TempFolder folder;
  const ProcessResult result =
      run(folder.path() / "out", {"--norms", "none", "--lr", "1e9", "--probing-images", "64"});
  CAPTURE(result.output, result.errors);
  REQUIRE(result.exit_code == 0);
  const Json row = read_results(folder.path() / "out", {"norm", "seed"}).rows.at(0);
  CHECK(row.at("status") == "diverged");
  CHECK(row.at("at").size() < 3);
  CHECK(contains(result.output, "No run ended well"));
}

TEST_CASE("landscape: what cannot be probed is refused by name") {
  const std::vector<std::pair<std::vector<std::string>, std::string>> mistakes = {
      {{"--probing-images", "100"}, "--probing-images: expected a multiple of 32"},
      {{"--probing-images", "672"}, "--probing-images: expected at most the 640 images"},
      {{"--probings", "30"}, "--probings: 20 steps can be looked into at most 21 times, got 30"},
      {{"--probings", "1"}, "--probings"},
      {{"--norms", "gn:c7"}, "--norms: gn:c7 does not fit"}};
  for (const auto& [options, words] : mistakes) check_refused("landscape", options, {words});
}
