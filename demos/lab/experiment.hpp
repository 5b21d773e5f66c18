// What every program does with its question: run the cells that are missing, keep each at once, then draw the
// report from the results alone.
//
//   int run(Options& o, const std::vector<std::string>& command) {
//     complete(o, "group_count");
//     const Dataset data = prepared_data(o);
//     Experiment e;
//     e.coordinates = {"norm", "seed"};
//     e.cells = ...; e.settings = ...; e.run = ...; e.report = ...;
//     return run_experiment(o, e, command);
//   }
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "demos/lab/json.hpp"
#include "demos/lab/options.hpp"
#include "demos/lab/report/report.hpp"
#include "demos/lab/sweep/cell.hpp"
#include "demos/lab/sweep/cell_process.hpp"

namespace gg::lab {

struct Experiment {
  std::vector<std::string> coordinates;  // the keys that tell cells apart: {"norm", "batch", "seed"}
  std::vector<Cell> cells;               // in the order in which they are run, and in which rows are reported
  Json settings = Json::object();        // flat, and the same for every cell of a results folder

  // Measures one cell, in a process of its own: an object of numbers, texts and lists, see training_row. What
  // it holds is the interface to the report.
  RunCell run;

  // What to say of a finished row in one line. By default its status, error and speed.
  std::function<std::string(const Json& row)> describe;

  // Title, question, findings, charts, tables and notes that the rows bear out, and settings that are not in
  // `settings`, such as the lists that were asked for. Rows are of cells that finished, diverged or crashed,
  // in the order of `cells`, and behind them those that the folder holds of an earlier, wider run. The rest
  // of the report is filled in from the run.
  std::function<Report(const std::vector<Json>& rows)> report;
};

// A cell for every normalizer and seed, all normalizers of a seed before those of the next, so that an
// unfinished sweep is worth looking at.
std::vector<Cell> cells_by_seed(const std::vector<std::string>& norms, std::size_t seeds);

// Runs what is missing in the folder o.out, `o.jobs` cells at a time, with progress; writes the report and
// prints its findings and first table. With o.profile it trains the first cell only and shows where the time
// goes. Returns the exit code: 0; 1 if cells crashed; interrupted_exit_code after Ctrl-C, when it has said
// how to go on. `command` is that of the program. Throws Error as ResultsFile and write_report do.
int run_experiment(const CommonOptions& o, const Experiment& experiment,
                   const std::vector<std::string>& command);

}  // namespace gg::lab
