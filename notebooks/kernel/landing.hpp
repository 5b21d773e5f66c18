// Where an exception may be thrown that the compiler did not expect.
#pragma once

#include <cstdint>

namespace kernel {

// To be called in a signal handler that has interrupted code at this address: whether an exception thrown
// there passes every frame of the stack up to that of the `catcher`. At a place that the compiler held for
// safe from exceptions (a destructor, an addition) of a function that has something to clean up, it would end
// the program instead. `at_return`: the address is the one to which a call returns, and the exception seems
// to come from the call.
// `strict`: and cleans up in every function of the cell that cleans up anywhere. The tables do not tell a
// place where there is nothing to clean up from one where nothing was expected to be thrown.
bool finds_its_way(std::uintptr_t address, bool at_return, const void* catcher, bool strict);

}  // namespace kernel
