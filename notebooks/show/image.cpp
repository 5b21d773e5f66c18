// Tensors as images.
#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

#include "notebooks/show/png.hpp"
#include "notebooks/show/tensor.hpp"

namespace gg::show {
namespace {

constexpr std::size_t gap = 2;  // pixels between images

// How the tensor's numbers are laid out: images of so many channels, side by side.
struct Grid {
  std::size_t images, channels, height, width, columns;
};

Grid grid_of(const Image& image) {
  const Shape& shape = image.x.shape();
  const std::size_t n = shape.size() == 4 ? shape[0] : 1;
  const std::size_t c = shape.size() >= 3 ? shape[shape.size() - 3] : 1;
  Grid grid{n, c, shape[shape.size() - 2], shape[shape.size() - 1], image.options.columns};
  if (c != 1 && c != 3) {
    grid.images = n * c;
    grid.channels = 1;
    if (n > 1) grid.columns = c;
  }
  grid.columns = std::min(std::max<std::size_t>(grid.columns, 1), grid.images);
  return grid;
}

// The smallest and largest finite value, or what was asked for.
std::pair<double, double> range(const Image& image) {
  double low = INFINITY, high = -INFINITY;
  for (std::size_t i = 0; i < image.x.numel(); ++i) {
    const double value = image.x.data()[i];
    if (!std::isfinite(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  return {image.options.low.value_or(low), image.options.high.value_or(high)};
}

struct Canvas {
  std::size_t width, height;
  std::vector<std::uint8_t> rgb;
};

// Fills the square of one element; a number that is not finite is red.
void fill(Canvas& canvas, std::size_t left, std::size_t top, std::size_t size,
          const std::array<double, 3>& grey) {
  const bool finite = std::isfinite(grey[0] + grey[1] + grey[2]);
  for (std::size_t y = top; y < top + size; ++y) {
    for (std::size_t x = left; x < left + size; ++x) {
      for (std::size_t k = 0; k < 3; ++k) {
        const double level = finite ? std::clamp(grey[k], 0.0, 1.0) : (k == 0 ? 1.0 : 0.0);
        canvas.rgb[3 * (y * canvas.width + x) + k] = static_cast<std::uint8_t>(std::lround(255 * level));
      }
    }
  }
}

Canvas drawn(const Image& image, const Grid& grid) {
  const std::size_t step = std::max<std::size_t>(1, image.options.pixels / grid.height);
  const std::size_t rows = (grid.images + grid.columns - 1) / grid.columns;
  Canvas canvas{grid.columns * (grid.width * step + gap) - gap, rows * (grid.height * step + gap) - gap, {}};
  GG_CHECK(canvas.width * canvas.height <= (std::size_t{1} << 22U),
           "image: expected at most 2^22 pixels, got ", canvas.width, " x ", canvas.height, " for shape ",
           text(image.x.shape()));
  canvas.rgb.assign(3 * canvas.width * canvas.height, 255);
  const auto [low, high] = range(image);
  const double scale = high > low ? 1 / (high - low) : 0;
  const std::size_t plane = grid.height * grid.width;
  for (std::size_t i = 0; i < grid.images; ++i) {
    const std::size_t left = i % grid.columns * (grid.width * step + gap);
    const std::size_t top = i / grid.columns * (grid.height * step + gap);
    const Scalar* from = image.x.data() + i * grid.channels * plane;
    for (std::size_t p = 0; p < plane; ++p) {
      std::array<double, 3> levels{};
      for (std::size_t k = 0; k < 3; ++k) {
        levels[k] = (static_cast<double>(from[(grid.channels == 3 ? k : 0) * plane + p]) - low) * scale;
      }
      fill(canvas, left + p % grid.width * step, top + p / grid.width * step, step, levels);
    }
  }
  return canvas;
}

}  // namespace

Image image(const Tensor& x, const ImageOptions& options) {
  GG_CHECK(x.defined(), "image: got an undefined tensor");
  GG_CHECK(x.dim() >= 2 && x.dim() <= 4 && x.numel() > 0,
           "image: expected a tensor (H, W), (C, H, W) or (N, C, H, W) that is not empty, got shape ",
           text(x.shape()));
  return {x, options};
}

Bundle bundle(const Image& image) {
  const Canvas canvas = drawn(image, grid_of(image));
  std::ostringstream plain;
  plain << image;
  return {{"image/png", base64(png(canvas.rgb, canvas.width, canvas.height))}, {"text/plain", plain.str()}};
}

std::ostream& operator<<(std::ostream& out, const Image& image) {
  const auto [low, high] = range(image);
  return out << "image of shape " << text(image.x.shape()) << ", values from " << low << " (black) to "
             << high << " (white)";
}

}  // namespace gg::show
