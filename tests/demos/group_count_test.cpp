#include "demos/lab/report/group_count_charts.hpp"

#include <map>

#include "demos/lab/sweep/results.hpp"
#include "tests/demos/bands.hpp"
#include "tests/programs.hpp"

using namespace gg::lab;

namespace {

Json row(const std::string& norm, int seed, double error) {
  return {{"norm", norm},
          {"seed", seed},
          {"status", "finished"},
          {"validation_error", error},
          {"gradient_variation", error / 10},
          {"spike_rate", 0.015}};
}

Json diverged(const std::string& norm, int seed) {
  return {{"norm", norm}, {"seed", seed}, {"status", "diverged"}, {"steps_done", 3}};
}

const std::vector<GroupAxis> axes = {axis_of_groups({2, 4}), axis_of_channels({4})};

// Three seeds of each, half a point apart.
std::vector<Json> rows_of(const std::vector<std::pair<std::string, double>>& means) {
  std::vector<Json> rows;
  for (int seed = 0; seed < 3; ++seed) {
    for (const auto& [norm, error] : means) rows.push_back(row(norm, seed, error + 0.5 * (seed - 1)));
  }
  return rows;
}

std::string all(const std::vector<std::string>& findings) {
  std::string text;
  for (const std::string& finding : findings) text += finding + "\n";
  return text;
}

ProcessResult run(const std::filesystem::path& out, const std::vector<std::string>& options) {
  return quick_run("group_count", out, options);
}

}  // namespace

TEST_CASE("group sizes go from layer norm to instance norm, one way or the other") {
  REQUIRE(axes[0].places.size() == 4);
  CHECK(axes[0].places[0].norm == "ln");
  CHECK(axes[0].places[1].norm == "gn:2");
  CHECK(axes[0].places[3].tick == "C (IN)");
  REQUIRE(axes[1].places.size() == 3);
  CHECK(axes[1].places[0].norm == "in");
  CHECK(axes[1].places[1].norm == "gn:c4");
}

TEST_CASE("each way has a chart of the error, with the others as reference lines, and one of stability") {
  const auto rows = rows_of({{"ln", 6}, {"gn:2", 5}, {"gn:4", 7}, {"gn:c4", 5}, {"in", 12}, {"bn", 4}});
  const std::vector<NamedChart> charts = group_count_charts(rows, axes, "a net");
  REQUIRE(charts.size() == 4);
  for (const NamedChart& item : charts) CHECK_NOTHROW(check(item.chart));
  const Chart& error = charts[0].chart;
  CHECK(charts[0].name == "error_by_groups");
  CHECK(numbers(error, "place") == Numbers{0, 1, 2, 3});
  CHECK(numbers(error, "value") == Numbers{6, 5, 7, 12});
  CHECK(numbers(error, "low") == Numbers{5.5, 4.5, 6.5, 11.5});
  REQUIRE(error.references.size() == 1);
  CHECK(error.references[0].value == 4);
  CHECK(error.references[0].label == "BN 4.00");
  CHECK(numbers(charts[3].chart, "value") == Numbers{1.2, 0.5, 0.6, 1.5, 1.5, 1.5});
}

TEST_CASE("bands of group sizes reach below 0 where the seeds are that far apart") {
  auto rows = rows_of({{"ln", 6}, {"in", 12}});
  rows[0]["spike_rate"] = 9;
  for (const NamedChart& item : group_count_charts(rows, axes, "a net"))
    check_bands_are_whole(item.chart, "value");
}

TEST_CASE("places without a run that ended well are left out, and charts without a place") {
  const auto charts =
      group_count_charts({row("ln", 0, 5), diverged("gn:2", 0), row("in", 0, 9)}, axes, "a net");
  REQUIRE(charts.size() == 4);
  CHECK(numbers(charts[0].chart, "place") == Numbers{0, 3});
  CHECK(group_count_charts({diverged("gn:2", 0)}, axes, "a net").empty());
}

TEST_CASE("what was published is held against the runs") {
  const auto bears_out = all(group_count_findings(
      rows_of({{"ln", 8}, {"gn:2", 5}, {"gn:4", 5.2}, {"gn:c4", 8.1}, {"in", 12}}), axes));
  CAPTURE(bears_out);
  CHECK(contains(bears_out, "from 5.00 % (GN:2) to 5.20 % (GN:4)"));
  CHECK(contains(bears_out, "Here: yes, against the worst of all others, IN 12.00 % against GN:c4 8.10 %"));
  CHECK(contains(bears_out, "Here: partly, the best setting against LN"));
  const auto denies = all(
      group_count_findings(rows_of({{"ln", 4}, {"gn:2", 5}, {"gn:4", 9}, {"gn:c4", 5.1}, {"in", 7}}), axes));
  CAPTURE(denies);
  CHECK(contains(denies, "Here: no, against the worst of all others, IN 7.00 % against GN:4 9.00 %"));
  CHECK(contains(denies, "Here: no, the best setting against LN"));
  const auto one_seed =
      all(group_count_findings({row("ln", 0, 5), row("gn:2", 0, 4), row("in", 0, 9)}, axes));
  CHECK_FALSE(contains(one_seed, "Published"));
  CHECK(contains(all(group_count_findings(rows_of({{"ln", 8}, {"gn:2", 5}, {"in", 12}}), axes)),
                 "only GN:2 lies between"));
  CHECK(contains(all(group_count_findings({diverged("ln", 0)}, axes)), "No run ended well"));
  CHECK_FALSE(contains(bears_out, "windows of 50 steps"));
  auto quick = rows_of({{"ln", 8}, {"gn:2", 5}, {"in", 12}});
  for (Json& one : quick) {
    one.erase("gradient_variation");
    one.erase("spike_rate");
  }
  CHECK(contains(all(group_count_findings(quick, axes)),
                 "windows of 50 steps, and these trainings have no more"));

  auto survivors = rows_of({{"ln", 8}, {"gn:2", 5}, {"gn:4", 1}, {"in", 12}});
  survivors.push_back(diverged("gn:4", 3));
  const auto cautious = all(group_count_findings(survivors, axes));
  CAPTURE(cautious);
  CHECK(contains(cautious,
                 "Here: not settled, against the worst of all others, IN 12.00 % against GN:4 1.00 %"));
  CHECK(contains(cautious,
                 "Here: yes, the best setting against LN (chosen afterwards, which favours it): by number of "
                 "groups GN:2 5.00 % against LN 8.00 %"));
}

TEST_CASE("the table counts what failed") {
  const Table table = group_count_table({row("ln", 0, 5), row("ln", 1, 7), diverged("gn:2", 0)});
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[0] == std::vector<std::string>{"LN", "6.00 ± 1.41", "0.600 ± 0.141", "1.50 ± 0.00", "0"});
  CHECK(table.rows[1] == std::vector<std::string>{"GN:2", "-", "-", "-", "1"});
}

TEST_CASE("group_count: a small run, with the same numbers whatever the number of jobs") {
  TempFolder folder;
  const std::vector<std::string> small = {
      "--groups", "4", "--channels-per-group", "8", "--references", "none", "--steps", "60"};
  const auto measured = [&](const char* jobs) {
    const auto out = folder.path() / jobs;
    auto options = small;
    options.insert(options.end(), {"--jobs", jobs});
    const ProcessResult result = run(out, options);
    CAPTURE(result.output, result.errors);
    REQUIRE(result.exit_code == 0);
    CHECK(std::filesystem::exists(out / "report.html"));
    CHECK(read_settings(out)["optimizer"] == "SGD, momentum 0.9, weight decay 1e-4, cosine schedule to 0");
    std::map<std::string, Json> rows;
    for (const Json& row : read_results(out, {"norm", "seed"}).rows) {
      rows[row.at("norm")] = {row.at("validation_error"), row.at("gradient_variation"), row.at("spike_rate")};
      CHECK(row.at("spike_rate") <= 0.5);  // a share: of the ten losses behind the first window
    }
    return rows;
  };
  const auto one = measured("1");
  CHECK(one.size() == 5);
  CHECK(one == measured("2"));
}

TEST_CASE("group_count: what does not fit is refused by the option that asked for it") {
  using Words = std::vector<std::string>;
  const std::vector<std::pair<Words, Words>> mistakes = {
      {{"--groups", "5"}, {"--groups: gn:5 does not fit to conv3"}},
      {{"--groups", "4,2,4"}, {"--groups: 4 is there twice"}},
      {{"--channels-per-group", "5"}, {"--channels-per-group: gn:c5 does not fit to conv3"}},
      {{"--channels-per-group", "8,8"}, {"--channels-per-group: 8 is there twice"}},
      {{"--references", "bn,ln"}, {"--references: ln is on the axis of the number of groups already"}},
      {{"--references", "gn:c8"}, {"--references: gn:c8 is on the axis of the channels a group already"}},
      {{"--references", "bn,bn"}, {"--references: bn is there twice"}},
      {{"--references", "batch"}, {"--references: batch does not fit to conv3", "unknown normalizer"}}};
  for (const auto& [options, words] : mistakes) check_refused("group_count", options, words);
}
