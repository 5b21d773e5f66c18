#include "demos/lab/sweep/progress.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

constexpr double redraw_every = 0.1;     // seconds
constexpr double rate_window = 4;        // seconds over which the rate is taken
constexpr double least_fraction = 0.01;  // before this much is done nobody knows how long the rest takes

double steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::string default_description(const Json& row) {
  const std::string status = row.value("status", "finished");
  return row.contains("reason") ? status + ": " + row["reason"].get<std::string>() : status;
}

double fraction_of(const CellProgress& progress) {
  if (progress.steps <= 0) return 0;
  return std::min(1.0, static_cast<double>(progress.step) / static_cast<double>(progress.steps));
}

std::string bar(std::size_t finished, std::size_t total) {
  const std::size_t length = 12, filled = total == 0 ? length : finished * length / total;
  return "[" + std::string(filled, '#') + std::string(length - filled, '.') + "]";
}

std::string running_text(const RunningCell& cell) {
  if (cell.progress.steps <= 0) return cell.name;
  return cell.name + " " + std::to_string(cell.progress.step) + "/" + std::to_string(cell.progress.steps);
}

}  // namespace

std::string progress_line(const ProgressState& state, std::size_t width) {
  const std::string count = std::to_string(state.finished) + "/" + std::to_string(state.total);
  std::string head = bar(state.finished, state.total) + " " + count;
  std::string tail = "  " + duration_text(state.elapsed);
  if (state.left >= 0) tail += ", " + duration_text(state.left) + " left";
  const std::string rate = state.rate > 0 ? "  " + with_separators(state.rate) + " " + state.unit + "/s" : "";
  const auto fits = [&](const std::string& line) { return display_width(line) <= width; };
  if (fits(head + rate + tail)) {
    tail = rate + tail;
  } else if (!fits(head + tail)) {
    head = count;
  }
  std::string middle;
  for (const auto& cell : state.running) middle += (middle.empty() ? "  " : " | ") + running_text(cell);
  const std::size_t taken = display_width(head) + display_width(tail);
  const std::size_t room = width > taken + 8 ? width - taken : 0;
  return shortened(head + shortened(middle, room) + tail, width);
}

Progress::Progress(std::ostream& out, bool live, Options options)
    : out_(out), live_(live), options_(std::move(options)) {
  if (!options_.describe) options_.describe = default_description;
  if (!options_.width) options_.width = terminal_width;
  if (!options_.now) options_.now = steady_seconds;
  state_.total = options_.total;
  state_.finished = options_.already_finished;
  state_.unit = options_.unit;
  start_ = options_.now();
  last_drawn_ = start_ - redraw_every;
}

void Progress::measure(const std::vector<RunningCell>& running) {
  const double now = options_.now();
  double work = finished_work_;
  double done = static_cast<double>(state_.finished - options_.already_finished);
  for (const auto& cell : running) {
    work += cell.progress.work;
    done += fraction_of(cell.progress);
  }
  work_at_.emplace_back(now, work);
  while (work_at_.size() > 2 && now - work_at_[1].first > rate_window) work_at_.pop_front();
  const double seconds = now - work_at_.front().first;
  state_.rate = seconds > 0 ? std::max(0.0, work - work_at_.front().second) / seconds : 0;

  const double fraction = done / static_cast<double>(state_.total - options_.already_finished);
  state_.elapsed = now - start_;
  state_.left = fraction >= least_fraction ? state_.elapsed * (1 - fraction) / fraction : -1;
  state_.running = running;
}

void Progress::show(const std::vector<RunningCell>& running) {
  if (!live_ || options_.now() - last_drawn_ < redraw_every) return;
  last_drawn_ = options_.now();
  measure(running);
  const std::size_t width = options_.width();  // leaves room for the ^C that the terminal echoes
  out_ << '\r' << progress_line(state_, width > 3 ? width - 3 : 1) << "\x1b[K" << std::flush;
  drawn_ = true;
}

void Progress::finished(const std::string& name, const Json& row, double work) {
  ++state_.finished;
  finished_work_ += work;
  if (live_ && row.value("status", "") != "crashed") return;
  clear();
  out_ << "[" << state_.finished << "/" << state_.total << "] " << name << ": " << options_.describe(row)
       << std::endl;
}

void Progress::clear() {
  if (drawn_) out_ << "\r\x1b[K" << std::flush;
  drawn_ = false;
}

void Progress::close() { clear(); }

std::size_t terminal_width() {
  winsize size = {};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

bool is_live_terminal() {
  const char* terminal = std::getenv("TERM");
  return ::isatty(STDOUT_FILENO) == 1 && terminal != nullptr && std::string(terminal) != "dumb";
}

}  // namespace gg::lab
