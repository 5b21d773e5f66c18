// A program that is not trusted: run with a time and a memory limit, its output kept.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace gg::grade {

struct Limits {
  double seconds = 10;                            // by the clock, for it and all that it starts
  std::size_t memory = std::size_t{1} << 30;      // bytes of address space of each process; 0: no limit
  std::size_t output = std::size_t{64} << 10;     // bytes that are kept of what it writes
  std::size_t file_size = std::size_t{64} << 20;  // bytes of any file that it writes
};

struct Ended {
  int exit_code = 0;       // 128 + the signal's number if a signal ended it
  bool timed_out = false;  // it was killed
  std::string output;      // stdout and stderr in the order they came, cut at the limit

  // "exit code 3", "killed by SIGSEGV", "more than 10 s"; empty if all went well.
  std::string trouble(const Limits& limits) const;
};

// Runs arguments[0], found through PATH, in `folder`, without input and in a process group of its own, which
// is killed when it ends. Throws Error when it cannot be started.
Ended run_limited(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
                  const Limits& limits);

}  // namespace gg::grade
