#include "demos/lab/data/dataset.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <set>

#include "core/check.hpp"
#include "core/random.hpp"
#include "tests/catch.hpp"

using namespace gg::lab;

namespace {

Images noise(std::size_t count, std::size_t channels, std::size_t height, std::size_t width) {
  gg::Random random(7);
  Images out{count, channels, height, width, {}, {}};
  for (std::size_t i = 0; i < count * out.image_size(); ++i) {
    out.pixels.push_back(static_cast<float>(random.uniform()));
  }
  for (std::size_t i = 0; i < count; ++i) out.labels.push_back(i % 10);
  return out;
}

double mean(const float* x, std::size_t n) { return std::accumulate(x, x + n, 0.0) / static_cast<double>(n); }

// The box filter from its definition: the average over many samples inside each new pixel.
float sampled(const Images& images, std::size_t plane, std::size_t r, std::size_t c, std::size_t to) {
  constexpr std::size_t kSamples = 28 * 8;
  const std::size_t h = images.height, w = images.width;
  double sum = 0;
  for (std::size_t i = 0; i < kSamples; ++i) {
    for (std::size_t j = 0; j < kSamples; ++j) {
      const std::size_t row = (2 * (r * kSamples + i) + 1) * h / (2 * to * kSamples);
      const std::size_t column = (2 * (c * kSamples + j) + 1) * w / (2 * to * kSamples);
      sum += static_cast<double>(images.pixels[(plane * h + row) * w + column]);
    }
  }
  return static_cast<float>(sum / (kSamples * kSamples));
}

}  // namespace

TEST_CASE("resize by two averages blocks of four pixels") {
  const Images x{1, 1, 2, 4, {1, 2, 3, 4, 5, 6, 7, 8}, {3}};
  const Images y = resize(x, 1, 2);
  CHECK(y.count == 1);
  CHECK(y.height == 1);
  CHECK(y.width == 2);
  CHECK(y.pixels == std::vector<float>{3.5f, 5.5f});
  CHECK(y.labels == x.labels);
}

TEST_CASE("resize weighs pixels by the covered fraction") {
  // 3 -> 2: each new pixel covers one and a half old ones.
  const Images y = resize(Images{1, 1, 1, 3, {0, 3, 9}, {0}}, 1, 2);
  REQUIRE(y.pixels.size() == 2);
  CHECK(y.pixels[0] == Approx(1));
  CHECK(y.pixels[1] == Approx(7));
}

TEST_CASE("resize agrees with dense sampling, in every channel and image") {
  const Images x = noise(2, 3, 28, 16);
  const Images y = resize(x, 8, 8);
  REQUIRE(y.pixels.size() == 2 * 3 * 8 * 8);
  for (const auto& [plane, r, c] : {std::array<std::size_t, 3>{0, 0, 0}, {5, 7, 7}, {3, 1, 6}, {2, 4, 3}}) {
    CHECK(y.pixels[(plane * 8 + r) * 8 + c] == Approx(sampled(x, plane, r, c, 8)).epsilon(1e-5));
  }
}

TEST_CASE("resize preserves the mean of every plane") {
  const Images x = noise(2, 2, 28, 28);
  for (const std::size_t side : {1, 8, 13, 14, 27, 30, 56}) {
    const Images y = resize(x, side, side);
    for (std::size_t plane = 0; plane < 4; ++plane) {
      CHECK(mean(y.pixels.data() + plane * side * side, side * side) ==
            Approx(mean(x.pixels.data() + plane * 784, 784)).epsilon(1e-6));
    }
  }
}

TEST_CASE("resize to the same size changes nothing, to no size throws") {
  const Images x = noise(1, 1, 5, 7);
  CHECK(resize(x, 5, 7).pixels == x.pixels);
  CHECK_THROWS_AS(resize(x, 0, 7), gg::Error);
  CHECK_THROWS_AS(resize(x, 5, 0), gg::Error);
}

TEST_CASE("resize of a data set resizes both parts") {
  const Dataset y = resize(Dataset{"x", 10, noise(2, 1, 4, 4), noise(3, 1, 4, 4)}, 2, 2);
  CHECK(y.name == "x");
  CHECK(y.classes == 10);
  CHECK(y.train.pixels.size() == 2 * 4);
  CHECK(y.test.pixels.size() == 3 * 4);
}

TEST_CASE("standardize uses the training pixels for both parts") {
  Dataset data{"x", 2, {1, 1, 1, 2, {1, 5}, {0}}, {1, 1, 1, 2, {3, 7}, {1}}};
  const Moments m = standardize(data);
  CHECK(m.mean == Approx(3));
  CHECK(m.standard_deviation == Approx(2));
  CHECK(data.train.pixels == std::vector<float>{-1, 1});
  CHECK(data.test.pixels == std::vector<float>{0, 2});
}

TEST_CASE("standardize takes all channels together, and moves the background with the pixels") {
  Dataset data{"x", 2, {1, 2, 1, 2, {1, 1, 5, 5}, {0}, 1}, {1, 2, 1, 1, {3, 7}, {1}, 1}};
  const Moments m = standardize(data);
  CHECK(m.mean == Approx(3));
  CHECK(m.standard_deviation == Approx(2));
  CHECK(data.train.pixels == std::vector<float>{-1, -1, 1, 1});
  CHECK(data.test.pixels == std::vector<float>{0, 2});
  CHECK(data.train.background == -1);
  CHECK(data.test.background == -1);
  CHECK(take(data.train, 1, 0).background == -1);
  CHECK(resize(data, 1, 1).test.background == -1);
  CHECK(resize(data, 2, 2).train.background == -1);
}

TEST_CASE("standardize refuses pixels that are all equal, and none") {
  Dataset flat{"x", 2, {1, 1, 1, 2, {1, 1}, {0}}, {}};
  CHECK_THROWS_AS(standardize(flat), gg::Error);
  Dataset empty{"x", 2, {}, {}};
  CHECK_THROWS_AS(standardize(empty), gg::Error);
}

TEST_CASE("take gives different images with their own labels, by seed") {
  Images x{100, 1, 1, 2, {}, {}};
  for (std::size_t i = 0; i < 100; ++i) {
    x.pixels.insert(x.pixels.end(), {static_cast<float>(i), static_cast<float>(i)});
    x.labels.push_back(i);
  }
  const Images a = take(x, 30, 1);
  REQUIRE(a.count == 30);
  REQUIRE(a.pixels.size() == 60);
  REQUIRE(a.labels.size() == 30);
  for (std::size_t i = 0; i < 30; ++i) {
    CHECK(a.pixels[2 * i] == static_cast<float>(a.labels[i]));
    CHECK(a.pixels[2 * i + 1] == static_cast<float>(a.labels[i]));
  }
  CHECK(std::set<std::size_t>(a.labels.begin(), a.labels.end()).size() == 30);
  CHECK(take(x, 30, 1).labels == a.labels);
  CHECK(take(x, 30, 2).labels != a.labels);
  CHECK(*std::max_element(a.labels.begin(), a.labels.end()) >= 50);  // not just the first ones
  const auto all = take(x, 100, 1).labels;
  CHECK(std::vector<std::size_t>(all.begin(), all.begin() + 30) == a.labels);
  CHECK_THROWS_AS(take(x, 101, 1), gg::Error);
}
