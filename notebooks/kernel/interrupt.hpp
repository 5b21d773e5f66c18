// How a running cell is stopped: by an exception that is thrown from its own code.
#pragma once

#include <signal.h>
#include <ucontext.h>

namespace kernel {

// What is thrown in a cell; no std::exception, so that a cell's own catch does not stop it.
struct Interrupted {};

inline constexpr int retry_signal = SIGALRM;  // to be treated as SIGINT is

// To be called before each cell, with the frame of the function that will catch, and after it.
void expect_interrupt(const void* catcher);
void forget_interrupt();

// To be called in a handler of SIGINT. Throws where the cell stands, if it is in its own code and at a place
// from which an exception finds its way; lets it run a little longer otherwise: a library it has called
// returns first. False if there was no such place for a second, and the cell must be left by force.
bool stop_cell(ucontext_t* context);

// To be called in a handler of SIGSEGV: whether the fault is none, but a library returning to the cell's code
// after stop_cell() has seen to that. `left_by_force` is set as above.
bool returned_to_cell(const siginfo_t* info, ucontext_t* context, bool in_main, bool& left_by_force);

}  // namespace kernel
