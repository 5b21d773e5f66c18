#include "demos/lab/data/idx.hpp"

#include <algorithm>
#include <cstdio>

#include "core/check.hpp"
#include "demos/lab/data/packed_file.hpp"

namespace gg::lab {
namespace {

constexpr std::size_t kImagesMagic = 0x803, kLabelsMagic = 0x801;
constexpr std::size_t kMaxBytes = std::size_t{1} << 30;

std::string hex(std::size_t number) {
  char out[32];
  std::snprintf(out, sizeof out, "0x%zx", number);
  return out;
}

class IdxFile : public PackedFile {
 public:
  explicit IdxFile(const std::string& path) : PackedFile("idx", path) {}

  void expect_magic(std::size_t expected) {
    const std::size_t magic = number("its magic number");
    GG_CHECK(magic == expected, "idx: ", path(), " has magic number ", hex(magic), ", expected ",
             hex(expected), expected == kImagesMagic ? " (images)" : " (labels)");
  }

  std::size_t number(const char* what) {
    const Bytes b = bytes(4, what);
    return (std::size_t{b[0]} << 24) | (std::size_t{b[1]} << 16) | (std::size_t{b[2]} << 8) | b[3];
  }

  void expect_end() {
    unsigned char extra = 0;
    GG_CHECK(read(&extra, 1) == 0, "idx: ", path(), " goes on after the ", position() - 1,
             " bytes that its header declares");
  }
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
