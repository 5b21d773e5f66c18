// Ctrl-C, heard by a loop that waits in poll().
#pragma once

#include <array>

#include <signal.h>

namespace gg::lab {

// The exit code of a program that was stopped by Ctrl-C.
inline constexpr int interrupted_exit_code = 130;

// While it lives, SIGINT, SIGTERM and SIGHUP do not end the program but are remembered. At most one at a
// time; the second throws Error. Its destructor restores what was there before.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  bool interrupted() const;

  // Becomes readable at the first signal.
  int descriptor() const;

 private:
  std::array<struct sigaction, 3> before_;
};

}  // namespace gg::lab
