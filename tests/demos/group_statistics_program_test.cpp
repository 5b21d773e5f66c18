#include <algorithm>
#include <cmath>
#include <map>

#include "demos/lab/probe/percentiles.hpp"
#include "demos/lab/probe/probe_table.hpp"
#include "demos/lab/report/group_statistics.hpp"
#include "demos/lab/sweep/results.hpp"
#include "tests/programs.hpp"

using namespace gg::lab;

namespace {

Json maps(std::size_t channels, std::size_t side, double first) {
  std::vector<double> values;
  for (std::size_t i = 0; i < channels * side * side; ++i) values.push_back(first + static_cast<double>(i));
  return {{"height", side}, {"width", side}, {"channels", channels}, {"values", values}};
}

Json shown(std::size_t side) {
  return {
      {"index", 3},           {"label", 7},  {"image", maps(1, side, 100)}, {"features", maps(4, side, 0)},
      {"mean", {0.5, -0.25}}, {"sd", {1, 2}}};
}

// A run of two looks at a net with two norms of two groups; the last one's input ends `width` wide.
Json row(const std::string& norm, int seed, double width) {
  width *= 1 + 0.02 * (seed - 1);
  const bool affine = norm != "none";
  const Json first = {{"mean", {{0.1, 0.2}, {0.3, 0.4}}},
                      {"sd", {{1, 1}, {2, 8}}},
                      {"percentiles", {{-1, 0, 1, 2}, {-2, 0, 1, 2}}},
                      {"gamma", affine ? Json{{1, 1, 1, 1, 1}, {0.5, 1, 1, 1, 1.5}} : Json::array()},
                      {"beta", affine ? Json{{0, 0, 0, 0, 0}, {-0.2, 0, 0, 0, 0.1}} : Json::array()}};
  Json last = first;
  last["sd"] = {{1, 1}, {3, 3}};
  last["percentiles"] = {{-1, 0, 0, 1}, {-width, 0, 0, 0}};
  return {{"norm", norm},         {"seed", seed},
          {"status", "finished"}, {"validation_error", 5 + seed},
          {"at", {1, 11}},        {"layers", {first, last}},
          {"shown", shown(2)}};
}

Json diverged(const std::string& norm, int seed) {
  Json out = row(norm, seed, 1);
  out["status"] = "diverged";
  out["layers"][1]["percentiles"][1] = {nullptr, nullptr, nullptr, nullptr};
  out.erase("validation_error");
  return out;
}

std::vector<Json> rows_of(const std::vector<std::pair<std::string, double>>& widths) {
  return three_seeds(widths, row);
}

const Chart& chart_of(const std::vector<NamedChart>& charts, const std::string& name) {
  for (const NamedChart& item : charts) {
    if (item.name == name) return item.chart;
  }
  FAIL("there is no chart " << name);
  throw std::logic_error(name);
}

}  // namespace

TEST_CASE("group_statistics: the width of the last norm's input, and how it grows") {
  const auto width = last_width(row("bn", 1, 4));
  REQUIRE(width);
  CHECK(width->start == 2);
  CHECK(width->end == 4);
  CHECK_FALSE(last_width(diverged("bn", 1)));
  CHECK_FALSE(last_width(crashed_row("bn", 1)));
  Json constant = row("bn", 1, 4);
  constant["layers"][1]["percentiles"][0] = {1, 1, 1, 1};
  CHECK_FALSE(last_width(constant));
  const Widths widths =
      last_widths({row("bn", 1, 4), diverged("bn", 1), crashed_row("bn", 2), row("bn", 1, 6)});
  CHECK(widths.end == std::vector<double>{4, 6});
  CHECK(widths.growth == std::vector<double>{2, 3});
}

TEST_CASE("group_statistics: groups are drawn of the first normalizer's first run that finished") {
  const std::vector<Json> rows = {crashed_row("gn:2", 0), row("bn", 0, 1), diverged("gn:2", 1),
                                  row("gn:2", 2, 1)};
  REQUIRE(watched_run(rows) != nullptr);
  CHECK(*watched_run(rows) == rows[3]);
  CHECK(watched_run({crashed_row("gn:2", 0), row("bn", 0, 1)}) == nullptr);
  CHECK(watched_run({}) == nullptr);
}

TEST_CASE("group_statistics: heat maps of groups by step, a panel a norm") {
  const auto charts = group_statistics_charts(rows_of({{"gn:2", 1}, {"none", 4}}), "a net");
  REQUIRE(charts.size() == 6);
  for (const NamedChart& item : charts) CHECK_NOTHROW(check(item.chart));
  const Chart& sds = chart_of(charts, "group_deviations");
  CHECK(numbers(sds, "step") == Numbers{1, 1, 11, 11, 1, 1, 11, 11});
  CHECK(numbers(sds, "group") == Numbers{1, 2, 1, 2, 1, 2, 1, 2});
  CHECK(numbers(sds, "value") == Numbers{1, 1, 2, 8, 1, 1, 3, 3});
  CHECK(texts(sds, "panel")[4] == "norm 2");
  CHECK(sds.free_y);
  CHECK(contains(sds.subtitle, "GN:2, seed 0"));
  CHECK(numbers(chart_of(charts, "group_means"), "value")[3] == 0.4);
}

TEST_CASE("group_statistics: percentiles are those of the last norm, averaged over the seeds") {
  const auto charts = group_statistics_charts(rows_of({{"gn:2", 1}, {"none", 4}}), "a net");
  const Chart& fans = chart_of(charts, "percentiles");
  CHECK(texts(fans, "panel") == Texts{"GN:2", "GN:2", "none", "none"});
  REQUIRE(numbers(fans, "1 %").size() == 4);
  CHECK(numbers(fans, "1 %")[1] == Approx(-1));
  CHECK(numbers(fans, "1 %")[3] == Approx(-4));
  CHECK(numbers(fans, "99 %")[0] == Approx(1));
  CHECK(contains(fans.subtitle, "mean of 3 seeds"));
}

TEST_CASE("group_statistics: gamma and beta where there are any") {
  const auto charts = group_statistics_charts({row("gn:2", 0, 1)}, "a net");
  const Chart& gamma = chart_of(charts, "gamma");
  CHECK(numbers(gamma, "most") == Numbers{1, 1.5, 1, 1.5});
  CHECK(gamma.references.at(0).value == 1);
  CHECK(numbers(chart_of(charts, "beta"), "least") == Numbers{0, -0.2, 0, -0.2});
  CHECK(group_statistics_charts({row("none", 0, 1)}, "a net").size() == 4);
}

TEST_CASE("group_statistics: the image is shown with the maps of its groups") {
  const Chart chart = shown_chart(row("gn:2", 0, 1), "a net");
  CHECK_NOTHROW(check(chart));
  const Texts& panels = texts(chart, "panel");
  REQUIRE(panels.size() == 5 * 4);
  CHECK(panels[0] == "image: class 7");
  CHECK(panels[4] == "group 1, ch. 1");
  CHECK(panels[12] == "group 2, ch. 3");
  CHECK(numbers(chart, "value")[1] == 101);
  CHECK(numbers(chart, "value")[13] == 9);
  CHECK(numbers(chart, "x")[13] == 2);
  CHECK(numbers(chart, "y")[13] == 1);

  Json flat = row("gn:2", 0, 1);
  flat["shown"] = shown(1);
  const Chart by_group = shown_chart(flat, "a net");
  CHECK(by_group.facet.empty());
  CHECK(numbers(by_group, "x") == Numbers{1, 2, 1, 2});
  CHECK(numbers(by_group, "y") == Numbers{1, 1, 2, 2});
}

TEST_CASE("group_statistics: what was published is held against the runs") {
  const auto bears_out =
      joined(group_statistics_findings(rows_of({{"gn:2", 2.97}, {"bn", 3}, {"none", 20}})));
  CAPTURE(bears_out);
  CHECK(contains(bears_out, "ImageNet). Here: yes, by the width"));
  CHECK(contains(bears_out, "BN 3 against none 20 is clearly lower (factor 0.15"));
  CHECK(contains(bears_out, "GN:2 1.48 (1.46 to 1.51)"));
  CHECK(contains(bears_out, "from the first norm to the last, of 4 and 3"));
  CHECK(contains(bears_out, "gamma between 0.50 and 1.50 and beta between -0.20 and 0.10"));
  const auto answer = [](double gn, double bn, double none) {
    const auto text = joined(group_statistics_findings(rows_of({{"gn:2", gn}, {"bn", bn}, {"none", none}})));
    const std::string mark = "ImageNet). Here: ";
    const std::size_t from = text.find(mark) + mark.size();
    return text.substr(from, text.find(',', from) - from);
  };
  CHECK(answer(2, 2.01, 0.2) == "yes");         // narrower is quite otherwise, too
  CHECK(answer(2, 3, 20) == "partly");          // nearer to each other than to none, but clearly not the same
  CHECK(answer(2, 2.06, 20) == "not settled");  // d = 1.5: three seeds do not tell
  CHECK(answer(2, 20, 21.5) == "partly");       // BN is near none
  CHECK(answer(2, 20, 6) == "partly");          // apart on either side, with none between
  CHECK(answer(5, 5, 5) == "not settled");      // level or not: three seeds do not tell
}

TEST_CASE("group_statistics: that no normalization is like the others takes seeds to say") {
  std::vector<Json> rows;
  for (int seed = 0; seed < 12; ++seed) {
    for (const char* norm : {"gn:2", "bn", "none"}) rows.push_back(row(norm, seed, 5));
  }
  CHECK(contains(joined(group_statistics_findings(rows)), "ImageNet). Here: no, by the width"));
}

TEST_CASE("group_statistics: few seeds, failures and missing normalizers conclude nothing") {
  const auto one_seed =
      joined(group_statistics_findings({row("gn:2", 0, 2), row("bn", 0, 2), row("none", 0, 9)}));
  CHECK_FALSE(contains(one_seed, "Published"));
  CHECK(contains(joined(group_statistics_findings(rows_of({{"gn:2", 2}, {"none", 9}}))),
                 "Here: not settled, BN was not run"));
  auto survivors = rows_of({{"gn:2", 2}, {"bn", 2.01}, {"none", 20}});
  CHECK(contains(joined(group_statistics_findings(survivors)), "ImageNet). Here: yes"));
  survivors.push_back(diverged("bn", 3));
  CHECK(contains(joined(group_statistics_findings(survivors)), "ImageNet). Here: partly"));
  const auto unwatched = joined(group_statistics_findings({crashed_row("gn:2", 0), row("none", 0, 9)}));
  CHECK(contains(unwatched, "GN:2 has no run that ended well, so that there are no groups to draw"));
  CHECK(contains(joined(group_statistics_findings({crashed_row("gn:2", 0), diverged("bn", 0)})),
                 "No run ended well"));
  CHECK(group_statistics_charts({crashed_row("gn:2", 0), diverged("bn", 0)}, "a net").empty());
}

TEST_CASE("group_statistics: the notes say how many elements percentiles are of") {
  CHECK(contains(joined(group_statistics_notes()),
                 "(above " + gg::text(Percentiles::sample) + " elements, over so many"));
}

TEST_CASE("group_statistics: tables of widths and of the image's groups") {
  const auto tables =
      group_statistics_tables({row("gn:2", 1, 4), diverged("gn:2", 2), crashed_row("none", 0)});
  REQUIRE(tables.size() == 2);
  for (const Table& table : tables) CHECK_NOTHROW(check(table));
  CHECK(tables[0].rows[0] == std::vector<std::string>{"GN:2", "6.00", "2", "4", "2", "1"});
  CHECK(tables[0].rows[1] == std::vector<std::string>{"none", "-", "-", "-", "-", "1"});
  CHECK(contains(tables[1].title, "Test image 3: the groups of the first GN:2's input"));
  CHECK(tables[1].rows[1] == std::vector<std::string>{"2", "3 to 4", "-0.25", "2"});
}

TEST_CASE("group_statistics: a small run, with the same numbers whatever the number of jobs") {
  TempFolder folder;
  const auto measured = [&](const char* jobs) {
    const auto out = folder.path() / jobs;
    const ProcessResult result = quick_run("group_statistics", out,
                                           {"--model", "conv3", "--norms", "gn:c4,none", "--steps", "6",
                                            "--every", "3", "--image", "5", "--jobs", jobs});
    CAPTURE(result.output, result.errors);
    REQUIRE(result.exit_code == 0);
    CHECK(std::filesystem::exists(out / "report.html"));
    CHECK(std::filesystem::exists(out / "shown_image.svg"));
    std::map<std::string, Json> rows;
    for (Json row : read_results(out, {"norm", "seed"}).rows) {
      row.erase("seconds");
      row.erase("images_per_second");
      rows[row.at("norm")] = row;
    }
    return rows;
  };
  const auto one = measured("1");
  REQUIRE(one.size() == 2);
  CHECK(one == measured("2"));
  const Json& gn = one.at("gn:c4");
  CHECK(gn.at("at") == Json{1, 4});
  REQUIRE(gn.at("layers").size() == 3);
  CHECK(gn.at("layers")[1].at("sd")[0].size() == 8);  // 32 channels in groups of 4
  CHECK(gn.at("layers")[0].at("gamma")[0] == Json{1.0, 1.0, 1.0, 1.0, 1.0});
  CHECK(one.at("none").at("layers")[0].at("gamma").empty());
  CHECK(gn.at("shown").at("index") == 5);
  // What the first norm makes of an image has mean beta and deviation gamma, hardly moved after six steps.
  const auto values = gn.at("shown").at("features").at("values").get<std::vector<double>>();
  REQUIRE(values.size() == 16 * 8 * 8);
  double squares = 0;
  for (double value : values) squares += value * value / static_cast<double>(values.size());
  CHECK(squares == Approx(1).margin(0.1));
}

TEST_CASE("group_statistics: all probes give rows and charts") {
  TempFolder folder;
  const auto out = folder.path() / "out";
  const ProcessResult result = quick_run(
      "group_statistics", out,
      {"--model", "conv3", "--norms", "gn:c4,frn", "--steps", "6", "--every", "2", "--probes", "all"});
  CAPTURE(result.output, result.errors);
  REQUIRE(result.exit_code == 0);
  for (const Json& row : read_results(out, {"norm", "seed"}).rows) {
    const Json& probes = row.at("probes");
    CHECK(probes.size() == 5);
    CHECK(probes.at("dead_units").empty() == (row.at("norm") == "frn"));
    CHECK(probes.at("update_ratios")[0].at("at") == Json{1, 3, 5});
    CHECK(probes.at("gradient_changes")[0].at("at") == Json{3, 5});
  }
  for (const ProbeEntry& entry : probe_table()) {
    for (ProbeQuantity quantity : entry.quantities) {
      std::replace(quantity.name.begin(), quantity.name.end(), ' ', '_');
      CHECK(std::filesystem::exists(out / (quantity.name + ".svg")));
      CHECK(std::filesystem::exists(out / (quantity.name + ".csv")));
    }
  }
  CHECK(read_settings(out)["probes"].size() == 5);
}

TEST_CASE("group_statistics: a feedforward net") {
  TempFolder folder;
  const ProcessResult mlp = quick_run("group_statistics", folder.path() / "mlp",
                                      {"--model", "mlp", "--norms", "gn:c8", "--steps", "3"});
  CAPTURE(mlp.output, mlp.errors);
  REQUIRE(mlp.exit_code == 0);
  const Json row = read_results(folder.path() / "mlp", {"norm", "seed"}).rows.at(0);
  CHECK(row.at("shown").at("features").at("values").size() == 64);
  CHECK(row.at("shown").at("image").at("height") == 14);
}

TEST_CASE("group_statistics: what cannot be watched is refused by name") {
  const std::vector<std::pair<std::vector<std::string>, std::string>> mistakes = {
      {{"--image", "100000"}, "--image: glyphs has "},
      {{"--every", "1", "--steps", "301"}, "--every: expected at most 300 looks, got 301"},
      {{"--every", "0"}, "--every"},
      {{"--probes", "deaf_units"}, "--probes: probe: unknown probe 'deaf_units'"},
      {{"--probes", "affine,affine"}, "--probes: affine is there twice"},
      {{"--probes", "all,affine"}, "--probes: probe: unknown probe 'all'"},
      {{"--norms", "gn:c7"}, "--norms: gn:c7 does not fit"}};
  for (const auto& [options, words] : mistakes) check_refused("group_statistics", options, {words});
}
