#include "demos/lab/data/cifar.hpp"

#include <algorithm>
#include <filesystem>

#include "core/check.hpp"
#include "demos/lab/data/packed_file.hpp"

namespace gg::lab {
namespace {

constexpr std::size_t kSide = 32, kChannels = 3, kMaxLabel = 9;
constexpr std::size_t kRecord = 1 + kChannels * kSide * kSide;
constexpr std::size_t kMaxBytes = std::size_t{1} << 30;

// Adds the record that begins at byte `at`.
void append(Images& images, const Bytes& record, const std::string& path, std::size_t at) {
  const std::size_t label = record[0];
  GG_CHECK(label <= kMaxLabel, "cifar10: ", path, " has label ", label, " at byte ", at, ", expected 0 to ",
           kMaxLabel);
  images.labels.push_back(label);
  for (std::size_t i = 1; i < kRecord; ++i) images.pixels.push_back(static_cast<float>(record[i]) / 255.0f);
  ++images.count;
}

void append_file(Images& images, const std::string& path) {
  PackedFile file("cifar10", path);
  Bytes record(kRecord);
  for (std::size_t at = 0;; at = file.position()) {
    const std::size_t got = file.read(record.data(), kRecord);
    GG_CHECK(got == kRecord || (got == 0 && at > 0), "cifar10: ", path, " has ", got, " bytes from byte ", at,
             " to its end, expected a record of ", kRecord);
    if (got == 0) return;
    GG_CHECK(file.position() <= kMaxBytes, "cifar10: ", path, " goes on after byte ", at,
             ", expected at most ", kMaxBytes, " bytes");
    append(images, record, path, at);
  }
}

// Room for the pixels of plain files, 600 MB for all of CIFAR-10, so that they are not copied while they
// grow.
void reserve(Images& images, const std::vector<std::string>& paths) {
  std::size_t bytes = 0;
  for (const auto& path : paths) {
    std::error_code unknown;
    const auto size = std::filesystem::file_size(path, unknown);
    if (!unknown) bytes += std::min<std::size_t>(size, kMaxBytes);
  }
  images.pixels.reserve(bytes);
}

}  // namespace

Images read_cifar10(const std::vector<std::string>& paths) {
  Images out{0, kChannels, kSide, kSide, {}, {}};
  reserve(out, paths);
  for (const auto& path : paths) append_file(out, path);
  return out;
}

}  // namespace gg::lab
