// #pragma cling, as users of xeus-cling know it.
#pragma once

#include <string>
#include <vector>

namespace clang {
class CompilerInstance;
}

namespace kernel {

// Shared libraries for cells: found by name in these folders, then as the system finds them.
class Libraries {
 public:
  void add_folder(const std::string& folder) { folders_.push_back(folder); }

  // Loads "groupgrad", "libgroupgrad", "libgroupgrad.so" or a path, for good. Returns "" or why it cannot.
  std::string load(const std::string& name) const;

 private:
  std::vector<std::string> folders_;
};

// From here on, and in headers too, the compiler honours
//   #pragma cling add_include_path("FOLDER")
//   #pragma cling add_library_path("FOLDER")
//   #pragma cling load("LIBRARY")
// and reports an error where it cannot.
void add_cling_pragmas(clang::CompilerInstance& compiler, Libraries& libraries);

}  // namespace kernel
