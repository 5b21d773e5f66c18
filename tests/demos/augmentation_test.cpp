#include "demos/lab/data/augmentation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "tests/catch.hpp"
#include "tests/errors.hpp"

using namespace gg::lab;

namespace {

using Pixels = std::vector<float>;

// Two images of two channels of 2 x 3; the second image is
//   1 2 3    11 12 13
//   4 5 6    14 15 16
// with a background of 9.
Images tiny() {
  Images out{2, 2, 2, 3, Pixels(12, -1), {0, 1}, 9};
  const Pixels second = {1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16};
  out.pixels.insert(out.pixels.end(), second.begin(), second.end());
  return out;
}

Pixels changed(const Images& images, const Augmentation& a, std::uint64_t seed = 0) {
  check_augmentation(images, a);
  Pixels out(images.channels * augmented_height(images, a) * augmented_width(images, a));
  gg::Random random(seed);
  augment(images, 1, a, random, out.data());
  return out;
}

// How often each result comes in so many tries.
std::map<Pixels, int> outcomes(const Images& images, const Augmentation& a, int tries) {
  std::map<Pixels, int> out;
  for (int i = 0; i < tries; ++i) ++out[changed(images, a, static_cast<std::uint64_t>(i))];
  return out;
}

// That each of `count` results comes about equally often: within five standard errors.
void check_even(const std::map<Pixels, int>& found, std::size_t count, int tries) {
  CHECK(found.size() == count);
  const double p = 1 / static_cast<double>(count);
  for (const auto& [pixels, times] : found) {
    CHECK(std::abs(times - tries * p) < 5 * std::sqrt(tries * p * (1 - p)));
  }
}

Augmentation shift(std::size_t pixels) {
  Augmentation a;
  a.shift = pixels;
  return a;
}

Augmentation flip(double probability) {
  Augmentation a;
  a.flip = probability;
  return a;
}

Augmentation crop(std::size_t side, std::size_t pad = 0) {
  Augmentation a;
  a.crop = side;
  a.pad = pad;
  return a;
}

Augmentation noise(double deviation) {
  Augmentation a;
  a.noise = deviation;
  return a;
}

std::string fault(const Augmentation& a) {
  return error_of([&] { check_augmentation(tiny(), a); });
}

}  // namespace

TEST_CASE("augmentation: none changes nothing") {
  const Images images = tiny();
  CHECK(changed(images, {}) == Pixels(images.pixels.begin() + 12, images.pixels.end()));
}

TEST_CASE("augmentation: a shift moves all channels together and fills with the background") {
  const auto found = outcomes(tiny(), shift(1), 1800);
  check_even(found, 9, 1800);
  CHECK(found.count({1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16}) == 1);
  CHECK(found.count({9, 9, 9, 9, 1, 2, 9, 9, 9, 9, 11, 12}) == 1);    // down and right
  CHECK(found.count({9, 9, 9, 1, 2, 3, 9, 9, 9, 11, 12, 13}) == 1);   // down
  CHECK(found.count({5, 6, 9, 9, 9, 9, 15, 16, 9, 9, 9, 9}) == 1);    // up and left
  CHECK(found.count({9, 1, 2, 9, 4, 5, 9, 11, 12, 9, 14, 15}) == 1);  // right
  CHECK(found.count({2, 3, 9, 5, 6, 9, 12, 13, 9, 15, 16, 9}) == 1);  // left
}

TEST_CASE("augmentation: a flip mirrors left to right, as often as asked for") {
  const Pixels mirrored = {3, 2, 1, 6, 5, 4, 13, 12, 11, 16, 15, 14};
  CHECK(outcomes(tiny(), flip(1), 50) == std::map<Pixels, int>{{mirrored, 50}});
  auto found = outcomes(tiny(), flip(0.25), 2000);
  CHECK(found.size() == 2);
  CHECK(std::abs(found[mirrored] - 500) < 5 * std::sqrt(2000 * 0.25 * 0.75));
}

TEST_CASE("augmentation: a crop cuts a window out of the image, of the padded image if there is padding") {
  const auto found = outcomes(tiny(), crop(2), 1000);
  check_even(found, 2, 1000);
  CHECK(found.count({1, 2, 4, 5, 11, 12, 14, 15}) == 1);
  CHECK(found.count({2, 3, 5, 6, 12, 13, 15, 16}) == 1);

  const auto padded = outcomes(tiny(), crop(2, 1), 2400);
  check_even(padded, 12, 2400);
  CHECK(padded.count({9, 9, 9, 1, 9, 9, 9, 11}) == 1);
  CHECK(padded.count({6, 9, 9, 9, 16, 9, 9, 9}) == 1);
  CHECK(padded.count({2, 3, 5, 6, 12, 13, 15, 16}) == 1);

  CHECK(changed(tiny(), crop(4, 1)).size() == 2 * 4 * 4);
  CHECK(outcomes(tiny(), crop(4, 1), 200).count({9, 9, 9, 9, 9, 1,  2,  3,  9, 4,  5,  6,  9, 9, 9, 9,
                                                 9, 9, 9, 9, 9, 11, 12, 13, 9, 14, 15, 16, 9, 9, 9, 9}) == 1);
}

TEST_CASE("augmentation: padding without a crop keeps the size, as a shift does") {
  const auto shifted = outcomes(tiny(), shift(1), 1000), padded = outcomes(tiny(), crop(0, 1), 1000);
  check_even(padded, 9, 1000);
  for (const auto& [pixels, times] : padded) CHECK(shifted.count(pixels) == 1);
}

TEST_CASE("augmentation: a flip mirrors what was shifted") {
  Augmentation both = shift(1);
  both.flip = 1;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Pixels shifted = changed(tiny(), shift(1), seed);
    for (auto row = shifted.begin(); row != shifted.end(); row += 3) std::reverse(row, row + 3);
    CHECK(changed(tiny(), both, seed) == shifted);
  }
}

TEST_CASE("augmentation: shifts, then flips, then crops") {
  Augmentation all = shift(1);
  all.flip = 1;
  all.crop = 2;
  // Moved right by one and mirrored: 2 1 9 / 5 4 9. What the shift moved out of the image is gone.
  const auto found = outcomes(tiny(), all, 500);
  CHECK(found.count({2, 1, 5, 4, 12, 11, 15, 14}) == 1);
  CHECK(found.count({1, 9, 4, 9, 11, 9, 14, 9}) == 1);
  for (const auto& [pixels, times] : found) {
    CHECK_FALSE(pixels == Pixels{9, 9, 9, 9, 9, 9, 9, 9});
    CHECK(std::adjacent_find(pixels.begin(), pixels.end(),
                             [](float a, float b) { return a != 9 && b == a + 1; }) == pixels.end());
  }
}

TEST_CASE("augmentation: noise is normal, of the given deviation, anew for each pixel") {
  const Images images{2, 3, 100, 100, Pixels(60000, 5), {0, 1}};
  const Pixels x = changed(images, noise(0.5));
  const auto n = static_cast<double>(x.size());
  double sum = 0, squares = 0, neighbours = 0, within = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double z = (static_cast<double>(x[i]) - 5) / 0.5;
    sum += z;
    squares += z * z;
    within += std::abs(z) < 1;
    neighbours += z * (static_cast<double>(x[(i + 10000) % x.size()]) - 5) / 0.5;  // the next channel's
  }
  // Each within five standard errors.
  CHECK(std::abs(sum / n) < 5 / std::sqrt(n));
  CHECK(std::abs(squares / n - 1) < 5 * std::sqrt(2 / n));
  CHECK(std::abs(within / n - 0.682689) < 5 * std::sqrt(0.6827 * 0.3173 / n));
  CHECK(std::abs(neighbours / n) < 5 / std::sqrt(n));
  CHECK(changed(images, noise(0.5)) == x);
  CHECK(changed(images, noise(0.5), 1) != x);
}

TEST_CASE("augmentation: noise does not change where the image goes") {
  Augmentation moved = shift(1), both = shift(1);
  both.noise = 1e-3;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Pixels a = changed(tiny(), moved, seed), b = changed(tiny(), both, seed);
    for (std::size_t i = 0; i < a.size(); ++i) CHECK(a[i] == Approx(b[i]).margin(0.01));
  }
}

TEST_CASE("augmentation: what cannot be is refused") {
  CHECK(fault({}) == "no error");
  for (const double p : {-0.1, 1.1, std::numeric_limits<double>::quiet_NaN()}) {
    CHECK(fault(flip(p)) == "augmentation: expected flip to be a probability in 0..1, got " + gg::text(p));
  }
  for (const double d :
       {-0.1, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
    CHECK(fault(noise(d)) == "augmentation: expected noise of at least 0, got " + gg::text(d));
  }
  CHECK(fault(shift(1)) == "no error");
  CHECK(contains(fault(shift(2)),
                 "expected a shift of less than the 2 pixels of the image's shorter side, got 2"));
  CHECK(contains(fault(crop(0, 2)), "expected pad to be less than the 2 pixels"));
  CHECK(contains(fault(crop(1, 1)), "expected pad to be less than the 1 pixels"));
  CHECK(contains(fault(crop(3)),
                 "expected a crop of at most the 2 pixels of the padded image's shorter side, got 3"));
  CHECK(fault(crop(4, 1)) == "no error");
  CHECK(contains(fault(crop(5, 1)), "expected a crop of at most the 4 pixels"));
  CHECK(contains(fault(crop(SIZE_MAX, SIZE_MAX - 1)), "expected pad"));
  CHECK(contains(fault(shift(SIZE_MAX)), "expected a shift"));
}
