#include "notebooks/kernel/hints.hpp"

namespace kernel {
namespace {

// Of "PATH:3:5: error: ..." the PATH, where `at` is a place in the line; "" for a cell, whose name is
// "In[3]".
std::string header_of_line(const std::string& report, std::size_t at) {
  if (at == std::string::npos) return "";
  const std::size_t newline = report.rfind('\n', at);
  const std::size_t begin = newline == std::string::npos ? 0 : newline + 1;
  const std::string path = report.substr(begin, report.find(':', begin) - begin);
  return path.rfind("In[", 0) == 0 ? "" : path;
}

std::string last_part(const std::string& path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

std::string redefinition_hint(const std::string& report) {
  const std::size_t error = report.find("error: redefinition of ");
  if (error == std::string::npos) return "";
  const std::string here = header_of_line(report, error);
  const std::string before = header_of_line(report, report.find("note: previous definition is here", error));
  if (!here.empty() && !before.empty() && here != before && last_part(here) == last_part(before)) {
    return "The same header was read twice, from " + before + " and from " + here +
           ": Jupyter was started in another copy of the project than the one that the kernel was built in. "
           "Start it in the first, and restart the kernel.";
  }
  const std::size_t quote = report.find('\'', error);
  if (here.empty() && !before.empty() && quote != std::string::npos) {
    const std::string name = report.substr(quote + 1, report.find('\'', quote + 1) - quote - 1);
    return "The name " + name + " is taken: " + before +
           " has it, a header. Choose another one, or use it inside of a function.";
  }
  return "A name keeps its first definition as long as the kernel runs. Choose a new name, assign to the old "
         "one (x = 3; instead of int x = 3;), or restart the kernel.";
}

}  // namespace kernel
