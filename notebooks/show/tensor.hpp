// Tensors as tables and as images.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string>

#include "core/tensor.hpp"
#include "notebooks/show/bundle.hpp"

namespace gg::show {

// Text, and for up to two axes an HTML table; of more than 12 rows or columns the first and last 5 are shown.
Bundle bundle(const Tensor& x);

struct ImageOptions {
  std::optional<double> low = {};   // shown black; by default the smallest value
  std::optional<double> high = {};  // shown white; by default the largest
  std::size_t columns = 8;          // images side by side
  std::size_t pixels = 96;          // a small image is enlarged to at least this height, in whole steps
};

// A tensor to be seen as an image; see image().
struct Image {
  Tensor x;
  ImageOptions options;
};

// Shape (H, W) is one grey image, (C, H, W) with C of 1 or 3 one grey or coloured image, another C that many
// grey ones, (N, C, H, W) a row of these for each of the N (C of 1 or 3: all side by side). All are drawn on
// one scale of values. Throws Error for another number of axes, an empty tensor, or more than 2^22 pixels.
Image image(const Tensor& x, const ImageOptions& options = {});

Bundle bundle(const Image& image);  // PNG and text

std::ostream& operator<<(std::ostream& out, const Image& image);  // shape and range of values

}  // namespace gg::show
