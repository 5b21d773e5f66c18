// What the tests of the demos' programs share.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "demos/lab/json.hpp"
#include "demos/lab/process.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"
#include "tests/files.hpp"

// A quick run of a program, in a process of its own.
inline gg::lab::ProcessResult quick_run(const std::string& program, const std::filesystem::path& out,
                                        const std::vector<std::string>& options) {
  std::vector<std::string> command = {GROUPGRAD_PROGRAMS "/" + program, "--quick", "--out", out.string()};
  command.insert(command.end(), options.begin(), options.end());
  return gg::lab::run_process(command);
}

// Options that the program refuses with these words, before it makes its folder.
inline void check_refused(const std::string& program, const std::vector<std::string>& options,
                          const std::vector<std::string>& words) {
  const TempFolder folder;
  const gg::lab::ProcessResult result = quick_run(program, folder.path() / "out", options);
  CAPTURE(options, result.errors);
  CHECK(result.exit_code != 0);
  CHECK(result.exit_code < 128);
  for (const std::string& word : words) CHECK(contains(result.errors, word));
  CHECK_FALSE(std::filesystem::exists(folder.path() / "out"));
}

inline std::string joined(const std::vector<std::string>& findings) {
  std::string text;
  for (const std::string& finding : findings) text += finding + "\n";
  return text;
}

inline gg::lab::Json crashed_row(const std::string& norm, int seed) {
  return {{"norm", norm}, {"seed", seed}, {"status", "crashed"}, {"reason", "killed"}};
}

// Three runs of each normalizer, seed by seed, as `row` makes them.
template <class Row>
std::vector<gg::lab::Json> three_seeds(const std::vector<std::pair<std::string, double>>& norms, Row&& row) {
  std::vector<gg::lab::Json> rows;
  for (int seed = 0; seed < 3; ++seed) {
    for (const auto& [norm, value] : norms) rows.push_back(row(norm, seed, value));
  }
  return rows;
}
