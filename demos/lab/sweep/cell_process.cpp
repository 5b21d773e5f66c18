#include "demos/lab/sweep/cell_process.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <iostream>

#include "core/check.hpp"

namespace gg::lab {
namespace {

using Clock = std::chrono::steady_clock;

void send(int pipe, const Json& message) {
  const std::string line = message.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  for (std::size_t done = 0; done < line.size();) {
    const ssize_t n = ::write(pipe, line.data() + done, line.size() - done);
    if (n < 0 && errno != EINTR) ::_exit(1);  // the parent is gone
    if (n > 0) done += static_cast<std::size_t>(n);
  }
}

ReportProgress sender_of_progress(int pipe) {
  return [pipe, last = Clock::time_point()](const CellProgress& progress) mutable {
    const auto now = Clock::now();
    if (progress.step < progress.steps && now - last < std::chrono::milliseconds(80)) return;
    last = now;
    send(pipe, {{"step", progress.step}, {"steps", progress.steps}, {"work", progress.work}});
  };
}

// Ctrl-C reaches every process of the terminal; only the parent decides what it means. Faults end the child
// at once, whatever handlers the parent had.
void set_up_child(pid_t parent) {
  for (int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, SIG_IGN);
  for (int signal : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGPIPE}) std::signal(signal, SIG_DFL);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);
}

[[noreturn]] void run_child(const Cell& cell, const RunCell& run, int pipe) {
  try {
    Json result = run(cell, sender_of_progress(pipe));
    GG_CHECK(result.is_object(), "the cell returned ", result.dump(), ", a JSON object was expected");
    send(pipe, {{"result", std::move(result)}});
  } catch (const std::exception& error) {
    send(pipe, {{"exception", error.what()}});
  } catch (...) {
    send(pipe, {{"exception", "an exception of a type unknown here"}});
  }
  ::_exit(0);
}

std::string signal_text(int signal) {
  const char* name = ::sigabbrev_np(signal);
  return (name ? "SIG" + std::string(name) : "signal " + text(signal)) + " (" + ::strsignal(signal) + ")";
}

}  // namespace

CellProcess::CellProcess(Cell cell, const RunCell& run) : cell_(std::move(cell)), start_(Clock::now()) {
  int ends[2];
  GG_CHECK(::pipe2(ends, O_CLOEXEC) == 0, "no pipe for ", cell_.name(), ": ", std::strerror(errno));
  // What waits in a buffer would be printed by the child once more.
  std::cout.flush();
  std::fflush(stdout);
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ == 0) {
    ::close(ends[0]);
    set_up_child(parent);
    run_child(cell_, run, ends[1]);
  }
  const int error = errno;
  ::close(ends[1]);
  if (pid_ < 0) ::close(ends[0]);
  GG_CHECK(pid_ > 0, "no process for ", cell_.name(), ": ", std::strerror(error));
  pipe_ = ends[0];
}

CellProcess::~CellProcess() {
  if (pid_ > 0) {
    kill();
    finish();
  }
  ::close(pipe_);
}

bool CellProcess::receive() {
  char block[65536];
  const ssize_t n = ::read(pipe_, block, sizeof block);
  if (n < 0) {
    GG_CHECK(errno == EINTR, "the pipe of ", cell_.name(), " broke: ", std::strerror(errno));
    return true;
  }
  received_.append(block, static_cast<std::size_t>(n));
  for (std::size_t end; (end = received_.find('\n')) != std::string::npos;) {
    take_line(received_.substr(0, end));
    received_.erase(0, end + 1);
  }
  return n > 0;
}

void CellProcess::take_line(const std::string& line) {
  Json message = Json::parse(line);
  if (message.contains("result")) {
    result_ = std::move(message["result"]);
  } else if (message.contains("exception")) {
    exception_ = message["exception"];
  } else {
    progress_ = {message["step"], message["steps"],
                 message["work"].is_null() ? 0.0 : message["work"].get<double>()};
  }
}

void CellProcess::kill() {
  killed_ = true;
  ::kill(pid_, SIGKILL);
}

std::optional<Json> CellProcess::finish() {
  while (receive()) {
  }
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  if (killed_ && !result_) return std::nullopt;

  Json row = cell_.coordinates;
  row["status"] = result_ ? "finished" : "crashed";
  if (!result_) row["reason"] = reason_of_end(status);
  row["seconds"] = std::chrono::duration<double>(Clock::now() - start_).count();
  if (result_) row.update(*result_);
  return row;
}

std::string CellProcess::reason_of_end(int status) const {
  if (!exception_.empty()) return exception_;
  if (WIFSIGNALED(status)) return "killed by " + signal_text(WTERMSIG(status));
  return "exited with code " + text(WEXITSTATUS(status)) + " without a result";
}

}  // namespace gg::lab
