#include "notebooks/kernel/trial.hpp"

#include <array>
#include <cerrno>

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "notebooks/kernel/guard.hpp"

namespace kernel {
namespace {

constexpr rlim_t compile_seconds = 120;  // of the processor, for one piece of a cell

[[noreturn]] void child(int out, const std::function<std::string()>& work) {
  const rlimit no_core{0, 0}, time{compile_seconds, compile_seconds};
  setrlimit(RLIMIT_CORE, &no_core);
  setrlimit(RLIMIT_CPU, &time);
  const std::string answer = work();
  std::size_t sent = 0;
  while (sent < answer.size()) {
    const ssize_t n = write(out, answer.data() + sent, answer.size() - sent);
    if (n < 0) _exit(1);
    sent += static_cast<std::size_t>(n);
  }
  _exit(0);
}

}  // namespace

Trial attempt(const std::function<std::string()>& work) {
  Trial trial;
  std::array<int, 2> pipes{};
  if (pipe(pipes.data()) != 0) return trial;
  const pid_t id = fork();
  if (id == 0) child(pipes[1], work);
  close(pipes[1]);
  std::array<char, 4096> buffer{};
  while (id > 0) {
    const ssize_t n = read(pipes[0], buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR && !interrupt_pending()) continue;
    if (n < 0 && errno == EINTR) {
      trial.interrupted = true;
      kill(id, SIGKILL);
    }
    if (n <= 0) break;
    trial.answer.append(buffer.data(), static_cast<std::size_t>(n));
  }
  close(pipes[0]);
  int status = 1;
  while (id > 0 && waitpid(id, &status, 0) < 0 && errno == EINTR) continue;
  trial.finished = id > 0 && !trial.interrupted && WIFEXITED(status) && WEXITSTATUS(status) == 0;
  return trial;
}

}  // namespace kernel
