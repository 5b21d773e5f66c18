#include "demos/lab/sweep/results.hpp"

#include <fstream>

#include "core/files.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"
#include "tests/files.hpp"

using namespace gg::lab;
using gg::read_file;
using gg::write_file;

namespace {

const std::vector<std::string> keys = {"norm", "batch", "seed"};
const Json settings = {{"lr", 0.1}, {"model", "small"}};

Json row(const std::string& norm, int batch, int seed) {
  return {{"norm", norm}, {"batch", batch}, {"seed", seed}, {"status", "finished"}, {"error", 5.5}};
}

void append_raw(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::app) << bytes;
}

}  // namespace

TEST_CASE("results are on the disk at once and read back as they were") {
  TempFolder folder;
  ResultsFile file(folder.path() / "out", settings, keys, false);
  file.append(row("bn", 8, 0));
  file.append(row("line\nbreak \"quoted\" \xC2\xB1", 8, 1));
  const Results read = read_results(folder.path() / "out", keys);
  REQUIRE(read.rows.size() == 2);
  CHECK(read.rows[0] == row("bn", 8, 0));
  CHECK(read.rows[1] == row("line\nbreak \"quoted\" \xC2\xB1", 8, 1));
  CHECK(read.warning.empty());
  CHECK(read_settings(folder.path() / "out") == settings);
}

Json row_with(const std::string& status, int seed) {
  Json changed = row("bn", 8, seed);
  changed["status"] = status;
  return changed;
}

TEST_CASE("resuming skips what has a result, even that it diverged") {
  TempFolder folder;
  {
    ResultsFile file(folder.path(), settings, keys, false);
    file.append(row_with("finished", 0));
    file.append(row_with("diverged", 1));
  }
  ResultsFile file(folder.path(), settings, keys, true);
  CHECK(file.rows().size() == 2);
  // The order of a cell's keys does not matter, more keys in a row neither.
  const Cell again{{{"seed", 1}, {"batch", 8}, {"norm", "bn"}}};
  const Cell fresh{{{"norm", "bn"}, {"batch", 8}, {"seed", 2}}};
  CHECK(file.has(again));
  const auto missing = file.missing({again, fresh});
  REQUIRE(missing.size() == 1);
  CHECK(missing[0].name() == "bn, batch 8, seed 2");
}

TEST_CASE("a cell that crashed is run again, and its later line counts") {
  TempFolder folder;
  const std::vector<Cell> cells = {Cell{{{"norm", "bn"}, {"batch", 8}, {"seed", 0}}},
                                   Cell{{{"norm", "bn"}, {"batch", 8}, {"seed", 1}}}};
  {
    ResultsFile file(folder.path(), settings, keys, false);
    file.append(row_with("crashed", 1));
    file.append(row_with("finished", 0));
    CHECK(file.missing(cells).size() == 1);
  }
  {
    ResultsFile file(folder.path(), settings, keys, true);
    REQUIRE(file.missing(cells).size() == 1);
    CHECK(file.missing(cells)[0].name() == cells[1].name());
    file.append(row_with("crashed", 1));
    file.append(row_with("finished", 1));
    CHECK(file.rows() == std::vector<Json>{row_with("finished", 0), row_with("finished", 1)});
    CHECK(contains(error_of([&] { file.append(row_with("finished", 1)); }), "is there already"));
  }
  CHECK(read_results(folder.path(), keys).rows ==
        std::vector<Json>{row_with("finished", 0), row_with("finished", 1)});
  CHECK(count_of(read_file(folder.path() / "results.jsonl"), "\n") == 4);  // the old lines stay
}

TEST_CASE("there must be something to resume") {
  TempFolder folder;
  const auto none = folder.path() / "none";
  CHECK(contains(error_of([&] { ResultsFile(none, settings, keys, true); }),
                 "--resume: " + none.string() + " holds no results to go on with"));
  CHECK_FALSE(std::filesystem::exists(none));
  { ResultsFile(none, settings, keys, false); }  // stopped before its first cell was there
  CHECK(error_of([&] { ResultsFile(none, settings, keys, true); }) == "no error");
}

TEST_CASE("nothing is overwritten silently") {
  TempFolder folder;
  { ResultsFile(folder.path(), settings, keys, false).append(row("bn", 8, 0)); }
  SECTION("results without --resume") {
    const auto words = error_of([&] { ResultsFile(folder.path(), settings, keys, false); });
    CHECK(contains(words, folder.path().string()));
    CHECK(contains(words, "--resume"));
  }
  SECTION("other settings, with and without --resume") {
    const Json other = {{"lr", 0.2}, {"model", "small"}, {"steps", 300}};
    for (bool resume : {false, true}) {
      const auto words = error_of([&] { ResultsFile(folder.path(), other, keys, resume); });
      CHECK(contains(words, "lr: 0.1 there, 0.2 now"));
      CHECK(contains(words, "steps: nothing there, 300 now"));
      CHECK_FALSE(contains(words, "model"));
    }
    const auto words = error_of([&] { ResultsFile(folder.path(), {{"lr", 0.1}}, keys, true); });
    CHECK(contains(words, "model: \"small\" there, nothing now"));
  }
  SECTION("results whose settings are gone") {
    const auto path = folder.path() / "settings.json";
    std::filesystem::rename(path, folder.path() / "elsewhere");
    const auto words = error_of([&] { ResultsFile(folder.path(), settings, keys, true); });
    CHECK(contains(words, "no settings.json"));
    CHECK_FALSE(std::filesystem::exists(path));
    std::filesystem::rename(folder.path() / "elsewhere", path);
  }
  SECTION("a cell twice") {
    ResultsFile file(folder.path(), settings, keys, true);
    CHECK(contains(error_of([&] { file.append(row("bn", 8, 0)); }), "[\"bn\",8,0] is there already"));
  }
  SECTION("two sweeps at a time") {
    ResultsFile first(folder.path(), settings, keys, true);
    CHECK(contains(error_of([&] { ResultsFile(folder.path(), settings, keys, true); }), "in use"));
  }
  CHECK(read_results(folder.path(), keys).rows.size() == 1);
  CHECK(read_settings(folder.path()) == settings);
}

TEST_CASE("a folder that was only begun can be used") {
  TempFolder folder;
  { ResultsFile(folder.path(), settings, keys, false); }
  CHECK(error_of([&] { ResultsFile(folder.path(), settings, keys, false); }) == "no error");
}

TEST_CASE("a torn last line is reported, dropped, and appended after") {
  TempFolder folder;
  { ResultsFile(folder.path(), settings, keys, false).append(row("bn", 8, 0)); }
  const auto path = folder.path() / "results.jsonl";
  const std::string sound = read_file(path), whole = row("gn", 8, 0).dump();
  // Wherever the writer was stopped, even right before the line's end.
  for (std::size_t length = 1; length <= whole.size(); ++length) {
    write_file(path, sound + whole.substr(0, length));
    const Results read = read_results(folder.path(), keys);
    REQUIRE(read.rows.size() == 1);
    REQUIRE(contains(read.warning, "results.jsonl, line 2"));
  }
  ResultsFile file(folder.path(), settings, keys, true);
  CHECK(contains(file.warning(), "torn"));
  CHECK(read_file(path) == sound);
  file.append(row("gn", 8, 0));
  CHECK(read_file(path) == sound + whole + "\n");
}

TEST_CASE("a corrupt line in the middle is an error that names it") {
  TempFolder folder;
  { ResultsFile(folder.path(), settings, keys, false).append(row("bn", 8, 0)); }
  const auto path = folder.path() / "results.jsonl";
  const auto words_after = [&](const std::string& bytes) {
    append_raw(path, bytes);
    return error_of([&] { read_results(folder.path(), keys); });
  };
  SECTION("no JSON") {
    const auto words = words_after("{\"norm\": \"gn\", \n" + row("ln", 8, 0).dump() + "\n");
    CHECK(contains(words, path.string() + ", line 2"));
    CHECK(contains(words, "{\"norm\": \"gn\""));
  }
  SECTION("no object") { CHECK(contains(words_after("[1, 2]\n"), "line 2: expected one JSON object")); }
  SECTION("an empty line") { CHECK(contains(words_after("\n"), "line 2")); }
  SECTION("a coordinate is missing") {
    CHECK(contains(words_after("{\"norm\": \"gn\", \"batch\": 8}\n"),
                   "line 2: expected the coordinate \"seed\""));
  }
  SECTION("a cell twice") {
    CHECK(contains(words_after(row("bn", 8, 0).dump() + "\n"), "line 2: the cell [\"bn\",8,0] is in line 1"));
  }
  CHECK_THROWS_AS(ResultsFile(folder.path(), settings, keys, true), gg::Error);
}

TEST_CASE("a corrupt settings file is named") {
  TempFolder folder;
  write_file(folder.path() / "settings.json", "{");
  CHECK(contains(error_of([&] { ResultsFile(folder.path(), settings, keys, true); }),
                 "settings.json: expected"));
  CHECK(
      contains(error_of([&] { read_settings(folder.path() / "none"); }), "settings.json could not be read"));
}

TEST_CASE("files are written whole, leave nothing behind, and say what went wrong") {
  TempFolder folder;
  write_file(folder.path() / "a" / "b.txt", std::string("x\0y", 3));
  CHECK(read_file(folder.path() / "a" / "b.txt") == std::string("x\0y", 3));
  write_file(folder.path() / "a" / "b.txt", "");
  CHECK(read_file(folder.path() / "a" / "b.txt").empty());
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path() / "a"), {}) == 1);
  CHECK(contains(error_of([&] { write_file(folder.path() / "a", "x"); }), "could not be written"));
  CHECK(contains(error_of([&] { read_file(folder.path() / "a"); }), "it is a folder"));
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}
