// The memory that holds the machine code of cells.
#pragma once

#include <cstdint>

namespace kernel {

// Whether this address lies in code that was compiled in this process: executable, and from no file. May be
// called in a signal handler, as may the others.
bool in_cell_code(std::uintptr_t address);

// While it is locked, the processor faults at the first instruction of a cell's code that it comes to.
void lock_cell_code();
void unlock_cell_code();

}  // namespace kernel
