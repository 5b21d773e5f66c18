#include "demos/lab/data/packed_file.hpp"

#include <algorithm>

#include "core/check.hpp"

namespace gg::lab {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 20;

}  // namespace

PackedFile::PackedFile(const std::string& format, const std::string& path)
    : format_(format), path_(path), file_(gzopen(path.c_str(), "rb")) {
  GG_CHECK(file_ != nullptr, format_, ": cannot open ", path_);
}

std::size_t PackedFile::read(unsigned char* out, std::size_t n) {
  const int got = gzread(file_, out, static_cast<unsigned>(n));
  int code = Z_OK;
  const char* fault = gzerror(file_, &code);
  GG_CHECK(code != Z_BUF_ERROR, format_, ": ", path_, " is cut short: its compressed data end too early");
  GG_CHECK(got >= 0 && code == Z_OK, format_, ": ", path_, " cannot be read: ", fault);
  position_ += static_cast<std::size_t>(got);
  return static_cast<std::size_t>(got);
}

Bytes PackedFile::bytes(std::size_t n, const std::string& what) {
  Bytes out;
  while (out.size() < n) {
    const std::size_t old = out.size();
    out.resize(old + std::min(kChunk, n - old));
    const std::size_t got = read(out.data() + old, out.size() - old);
    GG_CHECK(got == out.size() - old, format_, ": ", path_, " is cut short: ", what, " should be ", n,
             " bytes, but there are only ", old + got);
  }
  return out;
}

}  // namespace gg::lab
