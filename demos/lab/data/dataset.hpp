// A data set in memory, and the steps that prepare it: shrink, standardize, take a part.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace gg::lab {

// Labelled images, one after the other. Readers and generators give pixels in 0..1, 0 being the background.
struct Images {
  std::size_t count = 0, channels = 1, height = 0, width = 0;
  std::vector<float> pixels;        // (count, channels, height, width)
  std::vector<std::size_t> labels;  // (count), each below the number of classes
  float background = 0;             // what a pixel outside of an image would be

  std::size_t image_size() const { return channels * height * width; }
};

struct Dataset {
  std::string name;
  std::size_t classes = 0;
  Images train, test;
};

// Each new pixel is the average of the old ones under it, weighted by the covered fraction (an exact box
// filter, so shrinking does not alias and keeps the mean). The same size gives the same pixels.
// Throws if height or width is 0.
Images resize(const Images& images, std::size_t height, std::size_t width);
Dataset resize(const Dataset& data, std::size_t height, std::size_t width);

struct Moments {
  double mean = 0, standard_deviation = 1;
};

// Subtracts the mean of all training pixels and divides by their standard deviation, in train and test alike.
// Both are taken over all channels together, so that colours keep their proportions; the background moves
// with the pixels. Returns the two numbers. Throws if there are no training pixels or all are equal.
Moments standardize(Dataset& data);

// The first n images in an order shuffled by `seed`. Throws if there are fewer than n.
Images take(const Images& images, std::size_t n, std::uint64_t seed);

}  // namespace gg::lab
