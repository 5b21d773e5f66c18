#include "demos/lab/sweep/interrupt.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

#include "core/check.hpp"

namespace gg::lab {
namespace {

constexpr std::array<int, 3> heard = {SIGINT, SIGTERM, SIGHUP};

volatile std::sig_atomic_t was_interrupted = 0;
int wake_up[2] = {-1, -1};  // a handler may do little more than write to a pipe

void remember(int) {
  const int saved = errno;
  was_interrupted = 1;
  const char byte = 0;
  if (::write(wake_up[1], &byte, 1) < 0) {
    // The pipe is full of earlier signals: the loop wakes up all the same.
  }
  errno = saved;
}

}  // namespace

InterruptGuard::InterruptGuard() {
  GG_CHECK(wake_up[0] < 0, "InterruptGuard: there is one already");
  GG_CHECK(::pipe2(wake_up, O_CLOEXEC | O_NONBLOCK) == 0, "InterruptGuard: no pipe: ", std::strerror(errno));
  was_interrupted = 0;
  struct sigaction action = {};
  action.sa_handler = remember;
  for (std::size_t i = 0; i < heard.size(); ++i) ::sigaction(heard[i], &action, &before_[i]);
}

InterruptGuard::~InterruptGuard() {
  for (std::size_t i = 0; i < heard.size(); ++i) ::sigaction(heard[i], &before_[i], nullptr);
  for (int& end : wake_up) {
    ::close(end);
    end = -1;
  }
}

bool InterruptGuard::interrupted() const { return was_interrupted != 0; }

int InterruptGuard::descriptor() const { return wake_up[0]; }

}  // namespace gg::lab
