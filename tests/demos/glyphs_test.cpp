#include "demos/lab/data/glyphs.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "core/check.hpp"
#include "demos/lab/data/strokes.hpp"
#include "tests/catch.hpp"

using namespace gg::lab;

namespace {

double mean(const std::vector<float>& x) {
  return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
}

// The ink of an image in each of 4 x 4 fields.
std::vector<float> fields(const Images& images, std::size_t i) {
  const std::size_t size = images.image_size();
  const auto first = images.pixels.begin() + static_cast<std::ptrdiff_t>(i * size);
  const Images one{1, 1, 28, 28, {first, first + static_cast<std::ptrdiff_t>(size)}, {0}};
  return resize(one, 4, 4).pixels;
}

// Classifies by the nearest mean of the training images, and returns the error rate.
double nearest_mean_error(const Dataset& data) {
  const Images train = resize(data.train, 8, 8), test = resize(data.test, 8, 8);
  std::array<std::array<double, 64>, 10> means{};
  for (std::size_t i = 0; i < train.count; ++i) {
    for (std::size_t k = 0; k < 64; ++k) means[train.labels[i]][k] += train.pixels[i * 64 + k];
  }
  const double per_class = static_cast<double>(train.count) / 10;
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < test.count; ++i) {
    std::array<double, 10> distance{};
    for (std::size_t c = 0; c < 10; ++c) {
      for (std::size_t k = 0; k < 64; ++k) {
        const double d = means[c][k] / per_class - static_cast<double>(test.pixels[i * 64 + k]);
        distance[c] += d * d;
      }
    }
    const auto best = std::min_element(distance.begin(), distance.end()) - distance.begin();
    wrong += static_cast<std::size_t>(best) != test.labels[i];
  }
  return static_cast<double>(wrong) / static_cast<double>(test.count);
}

}  // namespace

TEST_CASE("glyphs: sizes, range, balanced labels") {
  const Dataset data = glyphs(0, 200, 100);
  CHECK(data.name == "glyphs");
  CHECK(data.classes == 10);
  for (const Images* images : {&data.train, &data.test}) {
    CHECK(images->channels == 1);
    CHECK(images->height == 28);
    CHECK(images->width == 28);
    REQUIRE(images->pixels.size() == images->count * 784);
    REQUIRE(images->labels.size() == images->count);
    for (std::size_t c = 0; c < 10; ++c) {
      CHECK(std::count(images->labels.begin(), images->labels.end(), c) ==
            static_cast<std::ptrdiff_t>(images->count / 10));
    }
    const auto [low, high] = std::minmax_element(images->pixels.begin(), images->pixels.end());
    CHECK(*low >= 0);
    CHECK(*high <= 1);
    CHECK(*high > 0.9f);
  }
  CHECK(data.train.count == 200);
  CHECK(data.test.count == 100);
  CHECK(glyphs().train.count == 4800);
  CHECK(glyphs().test.count == 2000);
}

TEST_CASE("glyphs: the seed decides, and the number of images does not") {
  const Dataset a = glyphs(1, 60, 40), longer = glyphs(1, 80, 50), b = glyphs(2, 60, 40);
  CHECK(glyphs(1, 60, 40).train.pixels == a.train.pixels);
  CHECK(std::equal(a.train.pixels.begin(), a.train.pixels.end(), longer.train.pixels.begin()));
  CHECK(std::equal(a.test.pixels.begin(), a.test.pixels.end(), longer.test.pixels.begin()));
  for (std::size_t i = 0; i < 40; ++i) {
    CHECK(fields(a.train, i) != fields(b.train, i));
    CHECK(fields(a.train, i) != fields(a.test, i));
    CHECK(fields(a.train, i) != fields(a.train, i + 10));
  }
}

// Known statistics of seed 0. They are coarse enough for another library's sine and cosine, and too
// fine for another drawing.
TEST_CASE("glyphs: the same images on every machine") {
  const Dataset data = glyphs(0, 1000, 500);
  CHECK(mean(data.train.pixels) == Approx(0.123189).margin(1e-5));
  CHECK(mean(data.test.pixels) == Approx(0.125608).margin(1e-5));
  const std::vector<float> known = {0.00299f, 0.01737f, 0.09115f, 0.02953f, 0.01781f, 0.20216f,
                                    0.17765f, 0.02811f, 0.02504f, 0.19175f, 0.14882f, 0.00600f,
                                    0.00276f, 0.05042f, 0.02345f, 0.06903f};
  const std::vector<float> drawn = fields(data.train, 3);
  REQUIRE(drawn.size() == known.size());
  for (std::size_t k = 0; k < known.size(); ++k) CHECK(drawn[k] == Approx(known[k]).margin(1e-4));
}

TEST_CASE("glyphs: classes can be told apart, but not easily") {
  const double error = nearest_mean_error(glyphs());
  INFO("error of the nearest class mean: " << error);
  CHECK(error > 0.25);
  CHECK(error < 0.65);
}

TEST_CASE("spline goes through its points") {
  const Stroke points = {{0, 0}, {1, 2}, {3, 2}, {4, -1}};
  const Stroke line = spline(points, 5);
  REQUIRE(line.size() == 16);
  for (std::size_t i = 0; i < points.size(); ++i) {
    CHECK(line[5 * i].x == Approx(points[i].x).margin(1e-12));
    CHECK(line[5 * i].y == Approx(points[i].y).margin(1e-12));
  }
  CHECK(line[7].y > 2);  // a curve, not the straight line between its neighbours
  CHECK_THROWS_AS(spline({{0, 0}}), gg::Error);
}

TEST_CASE("a canvas draws with soft edges and keeps the darker ink") {
  Drawing canvas(6, 8);
  canvas.draw({{2, 3}, {6, 3}}, 2, 0.5);  // covers rows 2 and 3, from y = 2 to 4
  const auto at = [&](std::size_t r, std::size_t c) { return canvas.ink()[r * 8 + c]; };
  CHECK(at(2, 4) == 0.5f);
  CHECK(at(3, 4) == 0.5f);
  CHECK(at(1, 4) == 0.0f);
  CHECK(at(4, 4) == 0.0f);
  CHECK(at(2, 7) == 0.0f);
  canvas.draw({{4.5, -20}, {4.5, 20}}, 1, 0.25);  // reaches beyond the canvas
  CHECK(at(0, 4) == 0.25f);
  CHECK(at(5, 4) == 0.25f);
  CHECK(at(2, 4) == 0.5f);
  canvas.draw({{1, 0}, {1, 6}}, 1, 1);  // on the border of two columns: half covers each
  CHECK(at(5, 0) == Approx(0.5));
  CHECK(at(5, 1) == Approx(0.5));
}
