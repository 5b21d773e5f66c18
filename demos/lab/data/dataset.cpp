#include "demos/lab/data/dataset.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/check.hpp"
#include "core/random.hpp"

namespace gg::lab {
namespace {

constexpr std::uint64_t kTakeStream = 0x7461;

// The old pixels under one new pixel along one axis, and the fraction of the new pixel each covers.
struct Window {
  std::size_t first = 0;
  std::vector<double> weights;
};

std::vector<Window> windows(std::size_t from, std::size_t to) {
  std::vector<Window> out(to);
  for (std::size_t i = 0; i < to; ++i) {
    // In units of 1/to of an old pixel every edge is a whole number, so the weights are exact.
    const std::size_t low = i * from, high = low + from;
    out[i].first = low / to;
    for (std::size_t k = out[i].first; k * to < high; ++k) {
      const std::size_t covered = std::min(high, (k + 1) * to) - std::max(low, k * to);
      out[i].weights.push_back(static_cast<double>(covered) / static_cast<double>(from));
    }
  }
  return out;
}

double average(const float* x, std::size_t width, const Window& rows, const Window& columns) {
  double sum = 0;
  for (std::size_t r = 0; r < rows.weights.size(); ++r) {
    const float* row = x + (rows.first + r) * width + columns.first;
    double of_row = 0;
    for (std::size_t c = 0; c < columns.weights.size(); ++c) {
      of_row += columns.weights[c] * static_cast<double>(row[c]);
    }
    sum += rows.weights[r] * of_row;
  }
  return sum;
}

Moments moments(const std::vector<float>& x) {
  const double n = static_cast<double>(x.size());
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
  double squares = 0;
  for (const float value : x) squares += (value - mean) * (value - mean);
  return {mean, std::sqrt(squares / n)};
}

}  // namespace

Images resize(const Images& images, std::size_t height, std::size_t width) {
  GG_CHECK(height > 0 && width > 0, "resize: expected height and width of at least 1, got ", height, " x ",
           width);
  if (height == images.height && width == images.width) return images;

  Images out{images.count, images.channels, height, width, {}, images.labels, images.background};
  out.pixels.reserve(out.count * out.image_size());
  const auto rows = windows(images.height, height), columns = windows(images.width, width);
  const float* plane = images.pixels.data();
  for (std::size_t p = 0; p < images.count * images.channels; ++p) {
    for (const auto& row : rows) {
      for (const auto& column : columns) {
        out.pixels.push_back(static_cast<float>(average(plane, images.width, row, column)));
      }
    }
    plane += images.height * images.width;
  }
  return out;
}

Dataset resize(const Dataset& data, std::size_t height, std::size_t width) {
  return {data.name, data.classes, resize(data.train, height, width), resize(data.test, height, width)};
}

Moments standardize(Dataset& data) {
  GG_CHECK(!data.train.pixels.empty(), "standardize: ", data.name, " has no training images");
  const Moments m = moments(data.train.pixels);
  GG_CHECK(m.standard_deviation > 0, "standardize: all training pixels of ", data.name, " are ", m.mean,
           ", expected at least two different values");
  const auto scaled = [&m](float x) { return static_cast<float>((x - m.mean) / m.standard_deviation); };
  for (Images* images : {&data.train, &data.test}) {
    for (float& x : images->pixels) x = scaled(x);
    images->background = scaled(images->background);
  }
  return m;
}

Images take(const Images& images, std::size_t n, std::uint64_t seed) {
  GG_CHECK(n <= images.count, "take: asked for ", n, " images of a set of ", images.count);
  std::vector<std::size_t> order(images.count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  Random(seed, kTakeStream).shuffle(order);

  Images out{n, images.channels, images.height, images.width, {}, {}, images.background};
  const std::size_t size = images.image_size();
  out.pixels.resize(n * size);
  out.labels.reserve(n);
  for (std::size_t i = 0; i < n; ++i) {
    std::copy_n(images.pixels.data() + order[i] * size, size, out.pixels.data() + i * size);
    out.labels.push_back(images.labels[order[i]]);
  }
  return out;
}

}  // namespace gg::lab
