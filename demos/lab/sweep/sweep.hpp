// A sweep: many cells, each in a process of its own, some at a time.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "demos/lab/sweep/cell.hpp"
#include "demos/lab/sweep/cell_process.hpp"
#include "demos/lab/sweep/progress.hpp"

namespace gg::lab {

struct SweepOutcome {
  std::size_t finished = 0;  // rows handed over, crashed ones included
  std::size_t crashed = 0;
  bool interrupted = false;  // by SIGINT, SIGTERM or SIGHUP
};

// Runs the cells in their order, `jobs` at a time (at least 1), and hands each row to `keep` the moment it is
// there (see CellProcess::finish for what a row holds). A cell that throws, is killed or exits takes no other
// with it. At the first signal it kills the running cells, keeps what is finished and returns; so it does
// when `keep` throws, and no process is left behind.
//
// It forks: call it before the program has started threads, and let each cell use 1 / jobs of the cores.
SweepOutcome run_sweep(const std::vector<Cell>& cells, const RunCell& run,
                       const std::function<void(const Json& row)>& keep, Progress& progress, int jobs);

// What to print after an interrupted sweep: how much is kept, where, and the command that goes on.
// command: the arguments of this run; --resume, and --out with an absolute path if it is missing, are added.
std::string how_to_resume(const SweepOutcome& outcome, const std::filesystem::path& folder,
                          std::vector<std::string> command);

}  // namespace gg::lab
