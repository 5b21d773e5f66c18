#include "core/files.hpp"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "core/check.hpp"

namespace gg {
namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  GG_CHECK(!fs::is_directory(path), path.string(), " could not be read: it is a folder, a file was expected");
  std::ifstream in(path, std::ios::binary);
  GG_CHECK(in, path.string(), " could not be read: ", std::strerror(errno));
  std::ostringstream bytes;
  if (in.peek() != std::ifstream::traits_type::eof()) bytes << in.rdbuf();
  GG_CHECK(!in.bad(), path.string(), " could not be read: ", std::strerror(errno));
  return bytes.str();
}

void replace_file(const fs::path& path, const std::function<void(const fs::path& temporary)>& write) {
  std::error_code error;
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), error);
  GG_CHECK(!error, path.parent_path().string(), ": the folder could not be created: ", error.message());
  static std::atomic<unsigned> count{0};  // of this process, so that no two threads write to one file
  const fs::path temporary = path.string() + ".part" + text(::getpid()) + "-" + text(++count);
  std::string reason;
  try {
    write(temporary);
    fs::rename(temporary, path);
    return;
  } catch (const fs::filesystem_error& failure) {
    reason = failure.code().message();
  } catch (const Error& failure) {
    reason = failure.what();
  }
  fs::remove(temporary, error);
  fail_with(path.string(), " could not be written: ", reason);
}

void write_file(const fs::path& path, const std::string& bytes) {
  replace_file(path, [&](const fs::path& temporary) {
    std::ofstream out(temporary, std::ios::binary);
    out << bytes << std::flush;
    GG_CHECK(out.good(), std::strerror(errno));
  });
}

}  // namespace gg
