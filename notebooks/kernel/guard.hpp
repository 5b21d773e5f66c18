// Runs a cell's code so that whatever it does, the kernel goes on: exceptions, endless loops that the user
// interrupts, null pointers, failed asserts, recursion without end.
#pragma once

#include <functional>
#include <string>

namespace kernel {

enum class Ending { finished, exception, interrupted, crashed };

struct Report {
  Ending ending = Ending::finished;
  std::string name;  // of the exception's type, or of the signal
  std::string what;  // its message, or what the signal usually means
};

// To be called once, in the main thread, before any other thread is started.
void install_guard();

// Does to a running cell, and to the processes it has started, what SIGINT from outside does. From any
// thread.
void interrupt_cell();

// Runs the body in the main thread. Within it SIGINT
//  - throws an exception (of a type that is no std::exception) from the cell's own code, as soon as control
//    is or comes back there: everything between is cleaned up as after any throw;
//  - leaves compiled libraries alone until they return or call the cell's code.
Report guarded(const std::function<void()>& body);

// From here to its end SIGINT is heard (and remembered); elsewhere it waits or is dropped.
class Interruptible {
 public:
  Interruptible();
  ~Interruptible();
  Interruptible(const Interruptible&) = delete;
  Interruptible& operator=(const Interruptible&) = delete;
};

bool interrupt_pending();  // SIGINT has come since the Interruptible was made

}  // namespace kernel
