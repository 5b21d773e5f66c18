#include "demos/lab/sweep/sweep.hpp"

#include <poll.h>

#include <algorithm>
#include <list>

#include "core/check.hpp"
#include "demos/lab/report/provenance.hpp"
#include "demos/lab/sweep/interrupt.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

class Sweep {
 public:
  Sweep(const std::function<void(const Json&)>& keep, Progress& progress)
      : keep_(keep), progress_(progress) {}

  SweepOutcome run(const std::vector<Cell>& cells, const RunCell& run, std::size_t jobs) {
    std::size_t next = 0;
    while (!interrupt_.interrupted() && (next < cells.size() || !running_.empty())) {
      while (next < cells.size() && running_.size() < jobs) running_.emplace_back(cells[next++], run);
      show();
      wait();
    }
    stop();
    outcome_.interrupted = outcome_.finished < cells.size();
    progress_.close();
    return outcome_;
  }

 private:
  void wait() {
    std::vector<pollfd> watched = {{interrupt_.descriptor(), POLLIN, 0}};
    for (const auto& child : running_) watched.push_back({child.descriptor(), POLLIN, 0});
    const int milliseconds = progress_.live() ? 200 : -1;
    if (::poll(watched.data(), watched.size(), milliseconds) <= 0) return;
    auto child = running_.begin();
    for (std::size_t i = 1; i < watched.size(); ++i) {
      const auto current = child++;
      if (watched[i].revents == 0 || current->receive()) continue;
      take(*current);
      running_.erase(current);
    }
  }

  void take(CellProcess& child) {
    const auto row = child.finish();
    if (!row) return;
    keep_(*row);
    ++outcome_.finished;
    outcome_.crashed += (*row)["status"] == "crashed";
    progress_.finished(child.cell().name(), *row, child.progress().work);
  }

  void show() {
    std::vector<RunningCell> cells;
    for (const auto& child : running_) cells.push_back({child.cell().name(), child.progress()});
    progress_.show(cells);
  }

  // All are killed before the first is waited for.
  void stop() {
    for (auto& child : running_) child.kill();
    for (auto& child : running_) take(child);
    running_.clear();
  }

  const std::function<void(const Json&)>& keep_;
  Progress& progress_;
  InterruptGuard interrupt_;
  std::list<CellProcess> running_;
  SweepOutcome outcome_;
};

}  // namespace

SweepOutcome run_sweep(const std::vector<Cell>& cells, const RunCell& run,
                       const std::function<void(const Json& row)>& keep, Progress& progress, int jobs) {
  GG_CHECK(jobs >= 1, "run_sweep: expected at least one job, got ", jobs);
  return Sweep(keep, progress).run(cells, run, static_cast<std::size_t>(jobs));
}

std::string how_to_resume(const SweepOutcome& outcome, const std::filesystem::path& folder,
                          std::vector<std::string> command) {
  const auto given = [&](const std::string& option) {
    return std::any_of(command.begin(), command.end(), [&](const std::string& argument) {
      return argument == option || argument.rfind(option + "=", 0) == 0;
    });
  };
  if (!given("--out")) command.insert(command.end(), {"--out", std::filesystem::absolute(folder).string()});
  if (!given("--resume")) command.push_back("--resume");
  return "Stopped. " + count_text(outcome.finished, "cell") + " finished in this run and " +
         (outcome.finished == 1 ? "is" : "are") + " kept in " + folder.string() +
         "; those that were running are not. Go on with\n  " + shell_text(command) + "\n";
}

}  // namespace gg::lab
