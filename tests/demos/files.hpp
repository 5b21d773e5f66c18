// What the tests of file readers share: a folder that is removed afterwards, the words of an error, and
// whether the real data are there.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "core/check.hpp"

namespace gg::lab {

class TempFolder {
 public:
  TempFolder() {
    std::random_device device;
    path_ = std::filesystem::temp_directory_path() /
            ("groupgrad-" + std::to_string((std::uint64_t{device()} << 32) | device()));
    std::filesystem::create_directories(path_);
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  std::string path() const { return path_.string(); }

  // Writes a file, with the folders it lies in, and returns its path.
  std::string write(const std::string& name, const std::string& content) const {
    const auto path = path_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
    return path.string();
  }

 private:
  std::filesystem::path path_;
};

// What the gg::Error says that the function throws; "no error" if it throws none.
template <class F>
std::string error_of(F&& f) {
  try {
    f();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// True if $GROUPGRAD_DATA/NAME exists.
inline bool have_real(const std::string& name) {
  const char* folder = std::getenv("GROUPGRAD_DATA");
  return folder != nullptr && *folder != 0 &&
         std::filesystem::is_directory(std::filesystem::path(folder) / name);
}

}  // namespace gg::lab
