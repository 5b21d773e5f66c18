// The program from end to end, in a process of its own.
#include <map>

#include "core/files.hpp"
#include "demos/lab/sweep/results.hpp"
#include "tests/programs.hpp"

using namespace gg::lab;
namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;

const Words small_sweep = {"--quick",
                           "--norms",
                           "bn,gn:c8",
                           "--steps",
                           "4",
                           "--seeds",
                           "2",
                           "--strengths",
                           "0.5",
                           "--dropouts",
                           "0.3",
                           "--kinds",
                           "noise,dropout,input",
                           "--input-noises",
                           "1"};

ProcessResult run(const fs::path& out, Words options, const Words& more = {}) {
  options.insert(options.begin(), {GROUPGRAD_PROGRAMS "/distortion", "--out", out.string()});
  options.insert(options.end(), more.begin(), more.end());
  return run_process(options);
}

// By cell, without what differs from run to run.
std::map<std::string, Json> measured(const fs::path& out) {
  std::map<std::string, Json> cells;
  for (Json row : read_results(out, {"norm", "distortion", "seed"}).rows) {
    for (const char* key : {"seconds", "images_per_second", "revision"}) row.erase(key);
    cells[row["norm"].get<std::string>() + ", " + row["distortion"].get<std::string>() + ", " +
          row["seed"].dump()] = row;
  }
  return cells;
}

}  // namespace

TEST_CASE("distortion: a quick run gives results, charts, a report and a table, whatever the jobs") {
  TempFolder folder;
  const auto one = folder.path() / "one", two = folder.path() / "two";
  const auto result = run(one, small_sweep, {"--jobs", "1"});
  INFO(result.output << result.errors);
  REQUIRE(result.exit_code == 0);
  CHECK(contains(result.output, "\nsmall noise "));
  CHECK(contains(result.output, "Too few seeds to conclude anything from: 2 seeds"));
  CHECK_FALSE(contains(result.output, "Published: "));
  const auto cells = measured(one);
  REQUIRE(cells.size() == 24);
  for (const auto& [name, row] : cells) {
    INFO(name);
    CHECK(row["status"] == "finished");
    CHECK(row["run_settings"]["granularity"] == "group");
    CHECK(row["curve"] == cells.at(name)["curve"]);
  }
  // Every distortion changes the training, and only from the first step on.
  const Json& calm = cells.at("bn, none, 0")["curve"]["loss"];
  for (const char* distortion : {"small", "big", "noise:0.5", "dropout:0.3", "input:1"}) {
    INFO(distortion);
    CHECK(cells.at("bn, " + std::string(distortion) + ", 0")["curve"]["loss"] != calm);
  }
  for (const char* name : {"error_by_strength.svg", "rise_by_distortion.svg"})
    CHECK(contains(gg::read_file(one / name), "<svg"));
  CHECK(count_of(gg::read_file(one / "report.html"), "<figure") == 2);

  REQUIRE(run(two, small_sweep, {"--jobs", "2"}).exit_code == 0);
  CHECK(measured(two) == cells);
}

TEST_CASE("distortion: a wider run goes on in the folder, other noise does not") {
  TempFolder folder;
  const Words tiny = {"--quick", "--steps", "2", "--kinds", "noise", "--norms"};
  REQUIRE(run(folder.path() / "out", tiny, {"none"}).exit_code == 0);
  const auto before = measured(folder.path() / "out");
  const auto other = run(folder.path() / "out", tiny, {"none", "--granularity", "element", "--resume"});
  CHECK(other.exit_code == 1);
  CHECK(contains(other.errors, "granularity"));
  REQUIRE(run(folder.path() / "out", tiny, {"none,bn", "--resume"}).exit_code == 0);
  const auto after = measured(folder.path() / "out");
  CHECK(after.size() == 2 * before.size());
  for (const auto& [name, row] : before) CHECK(after.at(name) == row);
}

TEST_CASE("distortion: a mistake is named before anything is trained") {
  const std::vector<std::pair<Words, Words>> mistakes = {
      {{"--kinds", "noise,blur"}, {"--kinds", "blur"}},
      {{"--kinds", "noise,noise"}, {"--kinds", "noise is there twice"}},
      {{"--strengths", "0.5,0"}, {"--strengths", "noise:0"}},
      {{"--strengths", "much"}, {"--strengths", "much"}},
      {{"--strengths", "1,1"}, {"--strengths", "1 is there twice"}},
      {{"--dropouts", "0.3,1"}, {"--dropouts", "dropout:1", "below 1"}},
      {{"--input-noises", "-1"}, {"--input-noises", "input:-1"}},
      {{"--granularity", "pixel"}, {"--granularity", "pixel"}},
      {{"--noise-group", "0"}, {"--noise-group", "0"}},
      {{"--noise-group", "12"}, {"--noise-group", "16 channels", "12"}},
      {{"--noise", "0.5"}, {"--noise", "--input-noises"}},
      {{"--norms", "batch"}, {"--norms", "batch"}},
  };
  for (const auto& [options, words] : mistakes) check_refused("distortion", options, words);
}

TEST_CASE("distortion: runs that diverge are results, and the report comes all the same") {
  TempFolder folder;
  const auto result = run(folder.path(), {"--quick", "--lr", "1e9", "--norms", "none", "--kinds", "dropout"});
  INFO(result.output << result.errors);
  REQUIRE(result.exit_code == 0);
  CHECK(contains(result.output, "No run ended well"));
  CHECK(contains(result.output, "1 failed"));
  CHECK(fs::exists(folder.path() / "report.html"));
}
