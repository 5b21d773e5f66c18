#include "demos/lab/data/idx.hpp"

#include <zlib.h>

#include <algorithm>
#include <cstdio>

#include "core/check.hpp"

namespace gg::lab {
namespace {

constexpr std::size_t kImagesMagic = 0x803, kLabelsMagic = 0x801;
constexpr std::size_t kMaxBytes = std::size_t{1} << 30, kChunk = std::size_t{1} << 20;

using Bytes = std::vector<unsigned char>;

std::string hex(std::size_t number) {
  char out[32];
  std::snprintf(out, sizeof out, "0x%zx", number);
  return out;
}

class IdxFile {
 public:
  explicit IdxFile(const std::string& path) : path_(path), file_(gzopen(path.c_str(), "rb")) {
    GG_CHECK(file_ != nullptr, "idx: cannot open ", path_);
  }
  ~IdxFile() { gzclose(file_); }
  IdxFile(const IdxFile&) = delete;
  IdxFile& operator=(const IdxFile&) = delete;

  const std::string& path() const { return path_; }

  void expect_magic(std::size_t expected) {
    const std::size_t magic = number("its magic number");
    GG_CHECK(magic == expected, "idx: ", path_, " has magic number ", hex(magic), ", expected ",
             hex(expected), expected == kImagesMagic ? " (images)" : " (labels)");
  }

  std::size_t number(const char* what) {
    const Bytes b = bytes(4, what);
    return (std::size_t{b[0]} << 24) | (std::size_t{b[1]} << 16) | (std::size_t{b[2]} << 8) | b[3];
  }

  // The next n bytes, which the message calls `what`.
  Bytes bytes(std::size_t n, const char* what) {
    Bytes out;
    while (out.size() < n) {
      const std::size_t old = out.size();
      out.resize(old + std::min(kChunk, n - old));
      const std::size_t got = read(out.data() + old, out.size() - old);
      GG_CHECK(got == out.size() - old, "idx: ", path_, " is cut short: ", what, " should be ", n,
               " bytes, but there are only ", old + got);
    }
    return out;
  }

  // Reading past the last byte is also what makes zlib compare the checksum.
  void expect_end() {
    unsigned char extra = 0;
    GG_CHECK(read(&extra, 1) == 0, "idx: ", path_, " goes on after the ", position_ - 1,
             " bytes that its header declares");
  }

 private:
  std::size_t read(unsigned char* out, std::size_t n) {
    const int got = gzread(file_, out, static_cast<unsigned>(n));
    int code = Z_OK;
    const char* fault = gzerror(file_, &code);
    GG_CHECK(code != Z_BUF_ERROR, "idx: ", path_, " is cut short: its compressed data end too early");
    GG_CHECK(got >= 0 && code == Z_OK, "idx: ", path_, " cannot be read: ", fault);
    position_ += static_cast<std::size_t>(got);
    return static_cast<std::size_t>(got);
  }

  std::string path_;
  gzFile file_;
  std::size_t position_ = 0;
};

Images read_images(const std::string& path) {
  IdxFile file(path);
  file.expect_magic(kImagesMagic);
  Images out;
  out.count = file.number("its count");
  out.height = file.number("its height");
  out.width = file.number("its width");
  const std::size_t size = out.image_size();  // two 32-bit numbers: the product fits
  GG_CHECK(size > 0 && size <= kMaxBytes && out.count <= kMaxBytes / size, "idx: ", path, " declares ",
           out.count, " images of ", out.height, " x ", out.width, ", expected 1 to ", kMaxBytes,
           " bytes in all");
  const Bytes raw = file.bytes(out.count * size, "the pixels");
  file.expect_end();
  out.pixels.resize(raw.size());
  std::transform(raw.begin(), raw.end(), out.pixels.begin(),
                 [](unsigned char pixel) { return static_cast<float>(pixel) / 255.0f; });
  return out;
}

std::vector<std::size_t> read_labels(const std::string& path, std::size_t count,
                                     const std::string& images_path) {
  IdxFile file(path);
  file.expect_magic(kLabelsMagic);
  const std::size_t declared = file.number("its count");
  GG_CHECK(declared == count, "idx: ", path, " declares ", declared, " labels, but ", images_path, " has ",
           count, " images");
  const Bytes raw = file.bytes(count, "the labels");
  file.expect_end();
  for (std::size_t i = 0; i < count; ++i) {
    GG_CHECK(raw[i] <= 9, "idx: ", path, " has label ", int{raw[i]}, " for image ", i, ", expected 0 to 9");
  }
  return {raw.begin(), raw.end()};
}

}  // namespace

Images read_idx(const std::string& images_path, const std::string& labels_path) {
  Images out = read_images(images_path);
  out.labels = read_labels(labels_path, out.count, images_path);
  return out;
}

}  // namespace gg::lab
