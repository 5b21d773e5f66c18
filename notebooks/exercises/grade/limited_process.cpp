#include "notebooks/exercises/grade/limited_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "core/check.hpp"

namespace gg::grade {
namespace {

constexpr int kNotStarted = 127;

void limit(int what, std::size_t value) {
  const rlimit both{value, value};
  ::setrlimit(static_cast<__rlimit_resource_t>(what), &both);
}

[[noreturn]] void become(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
                         const Limits& limits, int output) {
  ::setpgid(0, 0);
  ::dup2(::open("/dev/null", O_RDONLY), 0);
  ::dup2(output, 1);
  ::dup2(output, 2);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, limits.file_size);
  if (limits.memory > 0) limit(RLIMIT_AS, limits.memory);
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  if (::chdir(folder.c_str()) == 0) ::execvp(argv[0], argv.data());
  const char* reason = std::strerror(errno);
  (void)!::write(2, reason, std::strlen(reason));
  ::_exit(kNotStarted);
}

// Reads until the other end is closed, the program has ended or the time is over; true if it is over.
class Reader {
 public:
  Reader(int pipe, pid_t child, const Limits& limits)
      : pipe_(pipe), child_(child), limits_(limits), start_(std::chrono::steady_clock::now()) {}

  bool read_all(std::string& output, int& status) {
    while (left() > 0) {
      pollfd waiting{pipe_, POLLIN, 0};
      ::poll(&waiting, 1, static_cast<int>(std::min(left(), 0.02) * 1000) + 1);
      if (waiting.revents != 0) take(output);
      if (::waitpid(child_, &status, WNOHANG) == child_) {
        take(output);
        return false;
      }
    }
    ::killpg(child_, SIGKILL);
    ::waitpid(child_, &status, 0);
    take(output);
    return true;
  }

 private:
  double left() const {
    return limits_.seconds - std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

  void take(std::string& output) {
    std::array<char, 4096> buffer;
    for (ssize_t n; (n = ::read(pipe_, buffer.data(), buffer.size())) > 0;) {
      const std::size_t room = limits_.output - std::min(limits_.output, output.size());
      output.append(buffer.data(), std::min(room, static_cast<std::size_t>(n)));
      if (left() <= 0) return;
    }
  }

  int pipe_;
  pid_t child_;
  const Limits& limits_;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace

std::string Ended::trouble(const Limits& limits) const {
  if (timed_out) return "took more than " + text(limits.seconds) + " s";
  if (exit_code > 128) return std::string("was killed by SIG") + ::sigabbrev_np(exit_code - 128);
  if (exit_code != 0) return "ended with exit code " + text(exit_code);
  return "";
}

Ended run_limited(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
                  const Limits& limits) {
  std::array<int, 2> ends;
  GG_CHECK(::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) == 0, "run ", arguments.at(0), ": ",
           std::strerror(errno));
  const pid_t child = ::fork();
  if (child == 0) become(arguments, folder, limits, ends[1]);
  ::close(ends[1]);
  GG_CHECK(child > 0, "run ", arguments.at(0), ": ", std::strerror(errno));
  Ended ended;
  int status = 0;
  ended.timed_out = Reader(ends[0], child, limits).read_all(ended.output, status);
  ::killpg(child, SIGKILL);  // what it may have left behind
  ::close(ends[0]);
  ended.exit_code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  GG_CHECK(ended.exit_code != kNotStarted || ended.timed_out, "cannot run ", arguments.at(0), ": ",
           ended.output);
  return ended;
}

}  // namespace gg::grade
