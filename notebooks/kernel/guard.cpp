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

#include "notebooks/kernel/cell_memory.hpp"

namespace kernel {
namespace {

struct Interrupted {};  // thrown in a cell; no std::exception, so that a cell's catch does not stop it

pthread_t main_thread;
sigjmp_buf way_out;
volatile sig_atomic_t running = 0;    // a cell's code is on the stack
volatile sig_atomic_t interrupt = 0;  // SIGINT has come
volatile sig_atomic_t fatal = 0;      // the signal that ended the cell

bool in_main() { return pthread_equal(pthread_self(), main_thread) != 0; }

#if defined(__x86_64__)
// The stack of a cell that was interrupted need not be aligned as at a call.
[[noreturn, gnu::force_align_arg_pointer]] void throw_interrupt() { throw Interrupted(); }

std::uintptr_t program_counter(ucontext_t* context) {
  return static_cast<std::uintptr_t>(context->uc_mcontext.gregs[REG_RIP]);
}

// Makes it look as if the cell had called throw_interrupt() where it stands. The unwinder takes the address
// before the one of return as the place of the call: `at_return` says whether a call was indeed just there.
void throw_from(ucontext_t* context, bool at_return) {
  auto& registers = context->uc_mcontext.gregs;
  const std::uintptr_t from = program_counter(context) + (at_return ? 0 : 1);
  registers[REG_RSP] -= static_cast<greg_t>(sizeof from);
  *reinterpret_cast<std::uintptr_t*>(registers[REG_RSP]) = from;
  registers[REG_RIP] = reinterpret_cast<greg_t>(&throw_interrupt);
}
#else
std::uintptr_t program_counter(ucontext_t*) { return 0; }
void throw_from(ucontext_t*, bool) {}
#endif

void on_interrupt(int, siginfo_t*, void* context) {
  interrupt = 1;
  if (!running) return;
#if defined(__x86_64__)
  auto* where = static_cast<ucontext_t*>(context);
  if (in_cell_code(program_counter(where))) {
    throw_from(where, false);
  } else {
    lock_cell_code();
  }
#else
  fatal = SIGINT;
  siglongjmp(way_out, 1);
#endif
}

// A cell's code that came back while it was locked; in other threads it waits until the main one did.
bool locked_out(const siginfo_t* info, ucontext_t* context) {
  const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
  if (info->si_code != SEGV_ACCERR || address != program_counter(context) || !in_cell_code(address)) {
    return false;
  }
  if (in_main()) {
    unlock_cell_code();
    throw_from(context, true);
  } else {
    const timespec moment{0, 1000000};
    nanosleep(&moment, nullptr);
  }
  return true;
}

void on_fault(int number, siginfo_t* info, void* context) {
  if (number == SIGSEGV && running && locked_out(info, static_cast<ucontext_t*>(context))) return;
  if (!running || !in_main()) {
    signal(number, SIG_DFL);
    raise(number);
    return;
  }
  fatal = number;
  siglongjmp(way_out, 1);
}

// An exception that met a noexcept on its way, or an interrupt where nothing may be thrown.
[[noreturn]] void on_terminate() {
  if (running && in_main()) {
    fatal = interrupt ? SIGINT : SIGABRT;
    siglongjmp(way_out, 1);
  }
  std::abort();
}

void listen(int number, void (*handler)(int, siginfo_t*, void*)) {
  struct sigaction action {};
  action.sa_sigaction = handler;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  sigaction(number, &action, nullptr);
}

void block_interrupts(int how) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
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
  block_interrupts(SIG_BLOCK);  // threads that are started later inherit this
  static std::vector<char> stack(256 * 1024);
  const stack_t other{stack.data(), 0, stack.size()};
  sigaltstack(&other, nullptr);
  listen(SIGINT, on_interrupt);
  for (const int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) listen(number, on_fault);
  std::set_terminate(on_terminate);
}

Interruptible::Interruptible() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  const timespec now{0, 0};
  while (sigtimedwait(&set, nullptr, &now) == SIGINT) continue;  // meant for a cell that had ended already
  interrupt = 0;
  block_interrupts(SIG_UNBLOCK);
}

Interruptible::~Interruptible() { block_interrupts(SIG_BLOCK); }

bool interrupt_pending() { return interrupt != 0; }

Report guarded(const std::function<void()>& body) {
  Report report;
  fatal = 0;
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
  unlock_cell_code();
  return report;
}

}  // namespace kernel
