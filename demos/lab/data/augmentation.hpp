// Random changes to training images that leave their class as it is: shift, flip, crop, noise.
#pragma once

#include <cstddef>

#include "core/random.hpp"
#include "demos/lab/data/dataset.hpp"

namespace gg::lab {

// Applied in this order; the defaults change nothing. Pixels from outside of an image are Images::background,
// which is 0 as read and the value of 0 after standardize().
struct Augmentation {
  std::size_t shift = 0;  // moves by -shift to shift whole pixels, along each axis for itself
  double flip = 0;        // probability of mirroring left to right: not for digits and letters
  std::size_t pad = 0;   // adds so many pixels on each side, of which a random window is cut out: `crop` high
  std::size_t crop = 0;  // and wide, or if that is 0, of the image's own size
  double noise = 0;      // standard deviation of normal noise on each pixel, in the units of the set
};

// Height and width of what comes out.
std::size_t augmented_height(const Images& images, const Augmentation& augmentation);
std::size_t augmented_width(const Images& images, const Augmentation& augmentation);

// Throws if a flip is no probability, noise is negative or no number, a shift or pad is not below the side of
// the image, or of the crop for pad (nothing of the image might be left), or a crop is larger than the padded
// image.
void check_augmentation(const Images& images, const Augmentation& augmentation);

// Writes one image, changed at random, to `out`: (channels, augmented height, augmented width). All channels
// move together; noise is drawn for each pixel of each channel.
void augment(const Images& images, std::size_t image, const Augmentation& augmentation, gg::Random& random,
             float* out);

}  // namespace gg::lab
