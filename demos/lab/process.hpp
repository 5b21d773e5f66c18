// Other programs, run to their end.
#pragma once

#include <string>
#include <vector>

namespace gg::lab {

struct ProcessResult {
  int exit_code = 0;   // what the program returned; 128 + the signal's number if a signal ended it
  std::string output;  // all that it wrote to stdout, bytes as they came
  std::string errors;  // all that it wrote to stderr
};

// Runs arguments[0], found through PATH, without a shell, with `input` as its stdin, and waits for its end.
// A program that cannot be started throws Error naming it and the system's reason.
ProcessResult run_process(const std::vector<std::string>& arguments, const std::string& input = "");

}  // namespace gg::lab
