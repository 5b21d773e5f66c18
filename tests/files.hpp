// What tests that need files share: a folder that is removed afterwards, and whether the real data are there.
#pragma once

#include <stdlib.h>
#include <zlib.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

class TempFolder {
 public:
  TempFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "groupgrad-test-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

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

// The content as gzip packs it.
inline std::string gzipped(const std::string& content) {
  const TempFolder folder;
  const std::string path = folder.path().string() + "/packed";
  const gzFile file = gzopen(path.c_str(), "wb");
  gzwrite(file, content.data(), static_cast<unsigned>(content.size()));
  gzclose(file);
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// True if $GROUPGRAD_DATA/NAME exists.
inline bool have_real(const std::string& name) {
  const char* folder = std::getenv("GROUPGRAD_DATA");
  return folder != nullptr && *folder != 0 &&
         std::filesystem::is_directory(std::filesystem::path(folder) / name);
}
