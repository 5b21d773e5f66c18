// The program from end to end, in a process of its own.
#include <cmath>
#include <map>

#include "core/files.hpp"
#include "demos/lab/sweep/results.hpp"
#include "tests/programs.hpp"

using namespace gg::lab;
namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;

ProcessResult run(const fs::path& out, Words options, const Words& more = {}) {
  options.insert(options.begin(), {GROUPGRAD_PROGRAMS "/normalizers", "--out", out.string()});
  options.insert(options.end(), more.begin(), more.end());
  return run_process(options);
}

// By cell, without what differs from run to run.
std::map<std::string, Json> measured(const fs::path& out) {
  std::map<std::string, Json> cells;
  for (Json row : read_results(out, {"measure", "norm", "batch", "seed"}).rows) {
    for (const char* key :
         {"seconds", "images_per_second", "revision", "speed_ratio", "speed_low", "speed_high"})
      row.erase(key);
    cells[row["measure"].get<std::string>() + ", " + row["norm"].get<std::string>() + ", " +
          row["batch"].dump() + ", " + row["seed"].dump()] = row;
  }
  return cells;
}

}  // namespace

TEST_CASE("normalizers: a quick run of the whole family gives a table, a chart and a report") {
  TempFolder folder;
  const auto result = run(folder.path() / "out", {"--quick"}, {"--jobs", "2"});
  INFO(result.output << result.errors);
  REQUIRE(result.exit_code == 0);
  const auto cells = measured(folder.path() / "out");
  CHECK(cells.size() == 2 * 19 + 19 + 10);
  for (const auto& [name, row] : cells) {
    INFO(name);
    CHECK(row["status"] == "finished");
    if (row["measure"] == "cost") continue;
    CHECK(row["gradient_variation"] > 0);
    // A share of the 15 losses behind the first window of 5.
    const double spikes = 15 * row["spike_rate"].get<double>();
    CHECK(spikes == Approx(std::round(spikes)).margin(1e-9));
    CHECK(spikes < 15);
    CHECK(row["run_settings"]["window"] == 5);
    CHECK_FALSE(row.contains("curve"));
  }
  for (const char* norm : {"\nBN ", "\nGN:c8 ", "\nWS+GN:c8 ", "\nEVO:c8 ", "\nnone "})
    CHECK(contains(result.output, norm));
  CHECK(contains(result.output, "cost, bn, batch 32, seed 0: "));
  CHECK(contains(gg::read_file(folder.path() / "out" / "normalizers.svg"), "<svg"));
  CHECK(count_of(gg::read_file(folder.path() / "out" / "report.html"), "<figure") == 1);
}

TEST_CASE("normalizers: as many jobs as one likes give the same numbers, and a wider run goes on") {
  TempFolder folder;
  const Words tiny = {"--quick", "--steps", "16", "--seeds", "2", "--norms"};
  const auto one = folder.path() / "one", two = folder.path() / "two";
  REQUIRE(run(one, tiny, {"bn", "--jobs", "1"}).exit_code == 0);
  const auto before = measured(one);
  CHECK(before.size() == 6);
  REQUIRE(run(one, tiny, {"bn,gn:c8", "--jobs", "1", "--resume"}).exit_code == 0);
  REQUIRE(run(two, tiny, {"bn,gn:c8", "--jobs", "2"}).exit_code == 0);
  const auto cells = measured(one);
  CHECK(cells.size() == 4 + 4 + 2);
  CHECK(measured(two) == cells);
  for (const auto& [name, row] : before) CHECK(cells.at(name) == row);
  CHECK(cells.at("training, bn, 32, 0") != cells.at("training, bn, 32, 1"));
  CHECK(cells.at("training, bn, 32, 0")["validation_error"] !=
        cells.at("training, bn, 2, 0")["validation_error"]);
}

TEST_CASE("normalizers: costs of a quick run are not mixed with those of a full one") {
  TempFolder folder;
  const Words same = {"--steps", "4", "--seeds", "1", "--train-images", "64", "--norms", "none"};
  REQUIRE(run(folder.path(), same, {"--quick"}).exit_code == 0);
  const auto full = run(folder.path(), same, {"--resume"});
  CHECK(full.exit_code == 1);
  CHECK(contains(full.errors,
                 "other settings:\n  cost_rounds: 3 there, 15 now\n  cost_steps: 2 there, 10 now"));
  CHECK(run(folder.path(), same, {"--quick", "--resume"}).exit_code == 0);
}

TEST_CASE("normalizers: a mistake is named before anything is trained") {
  const std::vector<std::pair<Words, Words>> mistakes = {
      {{"--batches", "32,5"}, {"--batches", "divide 32", "5"}},
      {{"--batches", "0"}, {"--batches", "0"}},
      {{"--batches", "4,4"}, {"--batches", "4 is there twice"}},
      {{"--train-images", "31"}, {"--train-images", "32", "31"}},
      {{"--norms", "bn,batch"}, {"--norms", "batch"}},
      {{"--norms", "bn,bn"}, {"--norms", "bn is there twice"}},
  };
  for (const auto& [options, words] : mistakes) check_refused("normalizers", options, words);
}

TEST_CASE("normalizers: runs that diverge, or are too short to be judged, are results") {
  TempFolder folder;
  const auto diverged = run(folder.path() / "a", {"--quick", "--lr", "1e9", "--norms", "none"});
  INFO(diverged.output << diverged.errors);
  REQUIRE(diverged.exit_code == 0);
  CHECK(contains(diverged.output, "No run ended well"));
  CHECK(contains(diverged.output, "1 failed"));
  const auto brief = run(folder.path() / "b", {"--quick", "--steps", "2", "--norms", "bn"});
  INFO(brief.output << brief.errors);
  REQUIRE(brief.exit_code == 0);
  CHECK_FALSE(measured(folder.path() / "b").at("training, bn, 32, 0").contains("spike_rate"));
}
