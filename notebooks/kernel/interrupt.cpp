#include "notebooks/kernel/interrupt.hpp"

#include <cstdint>

#include <sys/time.h>
#include <time.h>

#include "notebooks/kernel/cell_memory.hpp"
#include "notebooks/kernel/landing.hpp"

namespace kernel {
namespace {

constexpr int most_attempts = 1000;  // a millisecond each
volatile sig_atomic_t attempts = 0;
const void* catching_frame = nullptr;

#if defined(__x86_64__)
// The stack of a cell that was interrupted need not be aligned as at a call.
[[noreturn, gnu::force_align_arg_pointer]] void throw_interrupt() { throw Interrupted(); }

std::uintptr_t program_counter(const ucontext_t* context) {
  return static_cast<std::uintptr_t>(context->uc_mcontext.gregs[REG_RIP]);
}

// Makes it look as if the cell had called throw_interrupt() where it stands. The unwinder takes the byte
// before the address of return as the place of the call: `at_return` says whether a call was indeed there.
void throw_from(ucontext_t* context, bool at_return) {
  auto& registers = context->uc_mcontext.gregs;
  const std::uintptr_t from = program_counter(context) + (at_return ? 0 : 1);
  registers[REG_RSP] -= static_cast<greg_t>(sizeof from);
  *reinterpret_cast<std::uintptr_t*>(registers[REG_RSP]) = from;
  registers[REG_RIP] = reinterpret_cast<greg_t>(&throw_interrupt);
}
#else  // no such trick: every interrupt leaves by force
std::uintptr_t program_counter(const ucontext_t*) { return 0; }
void throw_from(ucontext_t*, bool) {}
#endif

void try_again_soon() {
  const itimerval soon{{0, 0}, {0, 1000}};
  setitimer(ITIMER_REAL, &soon, nullptr);
}

bool throw_or_wait(ucontext_t* context, bool at_return) {
  if (finds_its_way(program_counter(context), at_return, catching_frame, attempts < most_attempts / 2)) {
    throw_from(context, at_return);
    return true;
  }
  attempts = attempts + 1;
  if (attempts > most_attempts) return false;
  try_again_soon();
  return true;
}

}  // namespace

void forget_interrupt() {
  const itimerval never{};
  setitimer(ITIMER_REAL, &never, nullptr);
  attempts = 0;
}

void expect_interrupt(const void* catcher) {
  forget_interrupt();
  catching_frame = catcher;
}

bool stop_cell(ucontext_t* context) {
#if defined(__x86_64__)
  if (in_cell_code(program_counter(context))) return throw_or_wait(context, false);
  lock_cell_code();
  return true;
#else
  return context == nullptr;
#endif
}

bool returned_to_cell(const siginfo_t* info, ucontext_t* context, bool in_main, bool& left_by_force) {
  const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
  if (info->si_code != SEGV_ACCERR || address != program_counter(context) || !in_cell_code(address)) {
    return false;
  }
  if (in_main) {
    unlock_cell_code();
    left_by_force = !throw_or_wait(context, true);
  } else {  // another thread of the cell: it waits for the main one
    const timespec moment{0, 1000000};
    nanosleep(&moment, nullptr);
  }
  return true;
}

}  // namespace kernel
