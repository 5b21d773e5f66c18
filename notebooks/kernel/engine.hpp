// Compiles and runs cells: clang's Interpreter, with what it lacks for a class of students.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kernel {

struct Piece;

// Why a cell did not come to its end.
struct Failure {
  std::string name;   // CompileError, LinkError, Interrupted, or the exception's type
  std::string value;  // one line
  std::string text;   // all there is to say, of several lines
};

class Engine {
 public:
  // Arguments are the compiler's: -std=c++17, -IFOLDER; and -LFOLDER, where `#pragma cling load` looks.
  explicit Engine(const std::vector<std::string>& arguments);
  ~Engine();

  // Runs a cell to its end or to its first failure. `name` stands in messages for its file: "In[3]".
  // A part of a cell that fails leaves no names behind where that is possible, so that it can be mended and
  // run again.
  std::optional<Failure> run(const std::string& cell, const std::string& name);

  // Ways to go on with the name at the end of the code.
  std::vector<std::string> complete(const std::string& code);

  // Declaration and comment of a name: "x", "gg::GroupNorm", "x.shape"; "" if there is no such name.
  std::string inspect(const std::string& name) const;

 private:
  struct Parts;
  std::optional<Failure> run(const Piece& piece, const std::string& name);
  std::optional<Failure> compile_in_trial(const std::string& code);
  void show_value();
  std::unique_ptr<Parts> parts_;
};

}  // namespace kernel
