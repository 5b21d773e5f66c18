// Loads the project's shared libraries into clang-repl (xeus-cpp), which knows no `#pragma cling load`.
#pragma once

#include <dlfcn.h>

#include <stdexcept>
#include <string>

namespace gg::show {

// Loads the library for good, with its symbols open to all cells; throws std::runtime_error with the system's
// reason and what to do.
inline bool load_library(const char* name) {
  if (dlopen(name, RTLD_NOW | RTLD_GLOBAL) != nullptr) return true;
  throw std::runtime_error(std::string(dlerror()) +
                           ". Put the folder that holds it into LD_LIBRARY_PATH and start Jupyter again.");
}

inline const bool libraries_loaded =
    load_library("libgroupgrad_notebook.so") && load_library("libgroupgrad_check.so");

}  // namespace gg::show
