// How far a sweep is: one live line on a terminal, one plain line a finished cell elsewhere.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "demos/lab/json.hpp"
#include "demos/lab/sweep/cell_process.hpp"

namespace gg::lab {

struct RunningCell {
  std::string name;
  CellProgress progress;
};

// What the live line says. Times in seconds; a negative `left` and a `rate` of 0 are not known yet.
struct ProgressState {
  std::size_t finished = 0;
  std::size_t total = 0;
  std::vector<RunningCell> running;
  double rate = 0;  // work per second
  std::string unit = "images";
  double elapsed = 0;
  double left = -1;
};

// The state in one line of at most `width` columns; a narrow terminal loses the running cells first,
// then the rate, then the bar.
std::string progress_line(const ProgressState& state, std::size_t width);

class Progress {
 public:
  struct Options {
    std::size_t total = 0;             // cells of the whole sweep
    std::size_t already_finished = 0;  // those of an earlier run
    std::string unit = "images";       // of CellProgress::work
    // What to say of a finished cell; by default its status, and the reason if it crashed.
    std::function<std::string(const Json& row)> describe;
    std::function<std::size_t()> width;  // columns of the terminal; by default asked of the system
    std::function<double()> now;         // seconds; by default a steady clock
  };

  // live: whether `out` is a terminal on which a line can be redrawn; see is_live_terminal.
  Progress(std::ostream& out, bool live, Options options);

  bool live() const { return live_; }

  // Redraws the live line, at most ten times a second; without a terminal it prints nothing.
  void show(const std::vector<RunningCell>& running);

  // Without a terminal prints "[12/50] NAME: DESCRIPTION"; on one only when the cell crashed.
  // work: what the cell has done in all.
  void finished(const std::string& name, const Json& row, double work);

  // Removes the live line.
  void close();

 private:
  void measure(const std::vector<RunningCell>& running);
  void clear();

  std::ostream& out_;
  bool live_;
  Options options_;
  ProgressState state_;
  double start_;
  double last_drawn_;
  double finished_work_ = 0;
  std::deque<std::pair<double, double>> work_at_;  // (time, work) of the last seconds
  bool drawn_ = false;
};

// Whether standard output is a terminal that can redraw a line.
bool is_live_terminal();

// Columns of the terminal that stdout is; 80 if it is none.
std::size_t terminal_width();

}  // namespace gg::lab
