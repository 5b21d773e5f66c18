#include "demos/lab/data/augmentation.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "core/check.hpp"

namespace gg::lab {
namespace {

constexpr std::size_t kOutside = SIZE_MAX;

// For each new row (or column) the old one that it shows, or kOutside.
using Sources = std::vector<std::size_t>;

// How one axis of one image is changed.
struct Move {
  long shift = 0;
  bool mirrored = false;
  long start = 0;  // of the window, in the image before padding
};

Sources sources(std::size_t from, std::size_t to, const Move& move) {
  const long size = static_cast<long>(from);
  Sources out(to, kOutside);
  for (std::size_t i = 0; i < to; ++i) {
    long at = static_cast<long>(i) + move.start;
    if (at < 0 || at >= size) continue;
    if (move.mirrored) at = size - 1 - at;
    at -= move.shift;
    if (at >= 0 && at < size) out[i] = static_cast<std::size_t>(at);
  }
  return out;
}

long random_shift(std::size_t most, Random& random) {
  return static_cast<long>(random.below(2 * most + 1)) - static_cast<long>(most);
}

long random_start(std::size_t from, std::size_t to, std::size_t pad, Random& random) {
  return static_cast<long>(random.below(from + 2 * pad - to + 1)) - static_cast<long>(pad);
}

void show(const float* image, std::size_t width, const Sources& rows, const Sources& columns,
          float background, float* out) {
  for (const std::size_t row : rows) {
    if (row == kOutside) {
      out = std::fill_n(out, columns.size(), background);
      continue;
    }
    const float* line = image + row * width;
    for (const std::size_t column : columns) *out++ = column == kOutside ? background : line[column];
  }
}

}  // namespace

std::size_t augmented_height(const Images& images, const Augmentation& a) {
  return a.crop > 0 ? a.crop : images.height;
}

std::size_t augmented_width(const Images& images, const Augmentation& a) {
  return a.crop > 0 ? a.crop : images.width;
}

void check_augmentation(const Images& images, const Augmentation& a) {
  const std::size_t side = std::min(images.height, images.width);
  GG_CHECK(a.flip >= 0 && a.flip <= 1, "augmentation: expected flip to be a probability in 0..1, got ",
           a.flip);
  GG_CHECK(std::isfinite(a.noise) && a.noise >= 0, "augmentation: expected noise of at least 0, got ",
           a.noise);
  GG_CHECK(a.shift < side, "augmentation: expected a shift of less than the ", side,
           " pixels of the image's shorter side, got ", a.shift);
  const std::size_t shown = a.crop > 0 ? std::min(side, a.crop) : side;
  GG_CHECK(a.pad < shown, "augmentation: expected pad to be less than the ", shown,
           " pixels of the image's or the crop's shorter side, got ", a.pad);
  GG_CHECK(a.crop <= side + 2 * a.pad, "augmentation: expected a crop of at most the ", side + 2 * a.pad,
           " pixels of the padded image's shorter side, got ", a.crop);
}

void augment(const Images& images, std::size_t image, const Augmentation& a, Random& random, float* out) {
  const std::size_t height = augmented_height(images, a), width = augmented_width(images, a);
  const float* in = images.pixels.data() + image * images.image_size();
  Move down, right;
  down.shift = random_shift(a.shift, random);
  right.shift = random_shift(a.shift, random);
  right.mirrored = random.bernoulli(a.flip);
  down.start = random_start(images.height, height, a.pad, random);
  right.start = random_start(images.width, width, a.pad, random);
  const Sources rows = sources(images.height, height, down), columns = sources(images.width, width, right);
  for (std::size_t channel = 0; channel < images.channels; ++channel) {
    show(in + channel * images.height * images.width, images.width, rows, columns, images.background,
         out + channel * height * width);
  }
  if (a.noise == 0) return;
  for (std::size_t i = 0; i < images.channels * height * width; ++i) {
    out[i] += static_cast<float>(a.noise * random.normal());
  }
}

}  // namespace gg::lab
