// Where a cell is cut before it is given to the compiler.
#pragma once

#include <string>
#include <vector>

namespace kernel {

// A part of a cell that is compiled and run before the next one is looked at.
struct Piece {
  std::string code;
  int line = 1;            // of the cell, on which it begins
  bool directive = false;  // an #include or a #pragma cling, alone
};

// Every #include and #pragma cling outside of conditionals and braces becomes a piece of its own, and what
// stands between them another: a library is loaded before the code that needs it is linked, and a header that
// is missing cannot take the code beside it down.
std::vector<Piece> split(const std::string& cell);

// The first bracket in this code that has no partner, as an error at its place ("NAME:3:5: error: ..."), or
// "": LLVM 19 waits forever for the end of a block. Code with #if is not looked at.
std::string bracket_error(const Piece& piece, const std::string& name);

// Whether brackets, strings and comments are closed: for consoles, which ask before they run a line.
bool is_complete(const std::string& cell);

}  // namespace kernel
