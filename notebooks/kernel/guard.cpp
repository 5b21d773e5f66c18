#include "notebooks/kernel/guard.hpp"

#include <csetjmp>
#include <cstdlib>
#include <exception>
#include <vector>

#include <cxxabi.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include "notebooks/kernel/cell_memory.hpp"
#include "notebooks/kernel/interrupt.hpp"

namespace kernel {
namespace {

pthread_t main_thread;
sigjmp_buf way_out;
volatile sig_atomic_t running = 0;    // a cell's code is on the stack
volatile sig_atomic_t interrupt = 0;  // SIGINT has come
volatile sig_atomic_t fatal = 0;      // the signal that ended the cell

bool in_main() { return pthread_equal(pthread_self(), main_thread) != 0; }

[[noreturn]] void leave(int number) {
  fatal = number;
  siglongjmp(way_out, 1);
}

void on_interrupt(int, siginfo_t*, void* context) {
  interrupt = 1;
  if (running && !stop_cell(static_cast<ucontext_t*>(context))) leave(SIGINT);
}

void on_fault(int number, siginfo_t* info, void* context) {
  bool left_by_force = false;
  if (number == SIGSEGV && running &&
      returned_to_cell(info, static_cast<ucontext_t*>(context), in_main(), left_by_force)) {
    if (left_by_force) leave(SIGINT);
    return;
  }
  if (running && in_main()) leave(number);
  signal(number, SIG_DFL);
  raise(number);
}

// An exception that met a noexcept on its way, or an interrupt where nothing may be thrown.
[[noreturn]] void on_terminate() {
  if (running && in_main()) leave(interrupt ? SIGINT : SIGABRT);
  std::abort();
}

// The signals that stop a cell at the user's wish.
sigset_t wishes() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, retry_signal);
  return set;
}

void listen(int number, void (*handler)(int, siginfo_t*, void*)) {
  struct sigaction action {};
  action.sa_sigaction = handler;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  action.sa_mask = wishes();
  sigaction(number, &action, nullptr);
}

void mask_wishes(int how) {
  const sigset_t set = wishes();
  pthread_sigmask(how, &set, nullptr);
}

std::string type_of_exception() {
  const std::type_info* type = abi::__cxa_current_exception_type();
  if (type == nullptr) return "unknown exception";
  int status = 0;
  char* name = abi::__cxa_demangle(type->name(), nullptr, nullptr, &status);
  const std::string result = name != nullptr ? name : type->name();
  std::free(name);
  return result;
}

Report crash(int number) {
  switch (number) {
    case SIGINT:
      return {Ending::interrupted, "Interrupted", "the cell was interrupted"};
    case SIGFPE:
      return {Ending::crashed, "SIGFPE", "an integer was divided by zero"};
    case SIGABRT:
      return {Ending::crashed, "SIGABRT",
              "the cell called abort(): a failed assert, or a throw out of noexcept"};
    case SIGILL:
      return {Ending::crashed, "SIGILL", "a function ended without return, or the code was overwritten"};
    default:
      return {
          Ending::crashed, "SIGSEGV",
          "the cell used memory that is not there: a null or dangling pointer, an index out of range, or a "
          "recursion without end"};
  }
}

}  // namespace

void install_guard() {
  main_thread = pthread_self();
  mask_wishes(SIG_BLOCK);  // threads that are started later inherit this
  static std::vector<char> stack(256 * 1024);
  const stack_t other{stack.data(), 0, stack.size()};
  sigaltstack(&other, nullptr);
  listen(SIGINT, on_interrupt);
  listen(retry_signal, on_interrupt);
  for (const int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) listen(number, on_fault);
  std::set_terminate(on_terminate);
}

Interruptible::Interruptible() {
  const sigset_t set = wishes();
  const timespec now{0, 0};
  while (sigtimedwait(&set, nullptr, &now) > 0) continue;  // meant for a cell that had ended already
  interrupt = 0;
  mask_wishes(SIG_UNBLOCK);
}

Interruptible::~Interruptible() { mask_wishes(SIG_BLOCK); }

void interrupt_cell() {
  const bool has_own_group = getpgrp() == getpid();  // Jupyter starts kernels so
  kill(has_own_group ? 0 : getpid(), SIGINT);
}

bool interrupt_pending() { return interrupt != 0; }

Report guarded(const std::function<void()>& body) {
  Report report;
  fatal = 0;
  expect_interrupt(__builtin_frame_address(0));
  if (sigsetjmp(way_out, 1) == 0) {
    try {
      running = 1;
      if (!interrupt) body();
      running = 0;
      if (interrupt) report = crash(SIGINT);
    } catch (const Interrupted&) {
      report = crash(SIGINT);
    } catch (const std::exception& error) {
      report = {Ending::exception, type_of_exception(), error.what()};
    } catch (...) {
      report = {Ending::exception, type_of_exception(), "no std::exception, so it has no message"};
    }
  } else {
    report = crash(fatal);
  }
  running = 0;
  forget_interrupt();
  unlock_cell_code();
  return report;
}

}  // namespace kernel
