// One cell in a process of its own: whatever happens to it, the sweep goes on.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "demos/lab/json.hpp"
#include "demos/lab/sweep/cell.hpp"

namespace gg::lab {

struct CellProgress {
  long step = 0;    // steps done
  long steps = 0;   // of so many
  double work = 0;  // done so far in this cell, in the unit of the display: images, or steps
};

using ReportProgress = std::function<void(const CellProgress&)>;

// Computes a cell: an object with what was measured. Runs in a forked child; how often it reports is its own
// affair, at most some ten reports a second are sent on.
using RunCell = std::function<Json(const Cell&, const ReportProgress&)>;

class CellProcess {
 public:
  // Forks. Call it before the program has started threads, which a child does not inherit.
  CellProcess(Cell cell, const RunCell& run);
  ~CellProcess();  // kills the child if it still runs, and waits for its end
  CellProcess(const CellProcess&) = delete;
  CellProcess& operator=(const CellProcess&) = delete;

  const Cell& cell() const { return cell_; }
  const CellProgress& progress() const { return progress_; }  // the latest that was received

  // Becomes readable when the child has sent something or has ended.
  int descriptor() const { return pipe_; }

  // Takes in what the child has sent; false when it has ended.
  bool receive();

  void kill();

  // Waits for the child's end and gives its row: the coordinates, then "status", "seconds" and what the cell
  // returned (its own "status", such as "diverged", wins over "finished"). A cell that gave no result has the
  // status "crashed" and a "reason": the exception's text, the signal's name, or the exit code.
  // Nothing if the child was killed by kill() before it had a result.
  std::optional<Json> finish();

 private:
  void take_line(const std::string& line);
  std::string reason_of_end(int status) const;

  Cell cell_;
  pid_t pid_ = -1;
  int pipe_ = -1;
  std::string received_;
  CellProgress progress_;
  std::optional<Json> result_;
  std::string exception_;
  bool killed_ = false;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace gg::lab
