// Something done in a copy of this process, whose crash or damage stays there.
#pragma once

#include <functional>
#include <string>

namespace kernel {

struct Trial {
  bool finished = false;     // the copy came to its end and gave an answer
  bool interrupted = false;  // the user lost patience
  std::string answer;
};

// Forks, runs the work in the child, and gives what it returned. LLVM 19 crashes on some cells with errors (a
// lambda beside a mistyped name will do), and a cell that fails to link spoils later ones: so each is first
// compiled in a child, and only a cell that came through there is compiled here.
Trial attempt(const std::function<std::string()>& work);

}  // namespace kernel
