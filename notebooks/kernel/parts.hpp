// What the sources of Engine share.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <clang/Frontend/CompilerInstance.h>
#include <clang/Interpreter/Interpreter.h>
#include <llvm/Support/raw_ostream.h>

#include "notebooks/kernel/engine.hpp"
#include "notebooks/kernel/pragmas.hpp"

namespace kernel {

struct Engine::Parts {
  std::vector<std::string> arguments;  // the compiler's
  Libraries libraries;
  std::string diagnostics;  // what the compiler said about the code at hand
  std::unique_ptr<llvm::raw_string_ostream> stream;
  std::unique_ptr<clang::Interpreter> interpreter;
  bool damaged = false;  // a cell crashed; what it left behind cannot be trusted
};

// A compiler set up for incremental use with these arguments.
std::unique_ptr<clang::CompilerInstance> make_compiler(const std::vector<std::string>& arguments);

// Functions and variables that the code needs and that neither a cell nor a loaded library defines, as they
// are written in C++.
std::vector<std::string> missing_symbols(clang::Interpreter& interpreter, const llvm::Module& module);

// Whether the names of this input can be taken back: with types, templates or lambdas LLVM 19 crashes.
bool can_undo(const clang::PartialTranslationUnit& unit);

}  // namespace kernel
