#include "demos/lab/data/arrays.hpp"

#include <limits>

#include "demos/lab/data/loader.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

using namespace gg::lab;

namespace {

const gg::Shape kShape = {2, 2, 1, 3};
const std::vector<float> kPixels = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, -10, 1e6f};

std::string fault(const gg::Shape& shape, const std::vector<float>& pixels, const gg::Labels& labels,
                  std::size_t classes = 4) {
  return error_of([&] { images_from(shape, pixels, labels, classes); });
}

std::string pixel_fault(std::size_t i, float value) {
  auto pixels = kPixels;
  pixels[i] = value;
  return fault(kShape, pixels, {3, 0});
}

void check_images(const Images& x) {
  CHECK(x.count == 2);
  CHECK(x.channels == 2);
  CHECK(x.height == 1);
  CHECK(x.width == 3);
  CHECK(x.pixels == kPixels);
  CHECK(x.labels == gg::Labels{3, 0});
  CHECK(x.background == 0);
}

}  // namespace

TEST_CASE("arrays: images from a vector and from a tensor") {
  check_images(images_from(kShape, kPixels, {3, 0}, 4));
  const gg::Tensor x(kShape, kPixels);
  const Images copied = images_from(x, {3, 0}, 4);
  gg::Tensor(x).fill_(0);
  check_images(copied);
  const auto batch = Loader(copied, {2, 0, sequential}).next();
  CHECK(batch->shape == kShape);
  CHECK(batch->pixels == kPixels);
}

TEST_CASE("arrays: shapes, and sizes that do not fit them") {
  for (const gg::Shape& shape : {gg::Shape{2, 6}, {}, {2, 2, 1, 3, 1}, {0, 2, 1, 3}, {2, 2, 0, 3}}) {
    CHECK(fault(shape, kPixels, {3, 0}) ==
          "images_from: expected a shape (count, channels, height, width), none of them 0, got " +
              gg::text(shape));
  }
  CHECK(fault({2, 2, 2, 3}, kPixels, {3, 0}) ==
        "images_from: expected 24 pixels for shape (2, 2, 2, 3), got 12");
  CHECK(fault({2, 2, 1, 2}, kPixels, {3, 0}) ==
        "images_from: expected 8 pixels for shape (2, 2, 1, 2), got 12");
  CHECK(fault(kShape, kPixels, {3}) == "images_from: expected 2 labels for shape (2, 2, 1, 3), got 1");
  CHECK(fault(kShape, kPixels, {3, 0, 1}) == "images_from: expected 2 labels for shape (2, 2, 1, 3), got 3");
  CHECK(fault({SIZE_MAX, SIZE_MAX, 4, 4}, kPixels, {3}) != "no error");
  CHECK(contains(error_of([] { images_from(gg::Tensor(), {}, 1); }), "an undefined one"));
  CHECK(contains(error_of([] { images_from(gg::zeros({2, 6}), {0, 0}, 1); }), "got (2, 6)"));
}

TEST_CASE("arrays: pixels that are no numbers, with their place") {
  CHECK(pixel_fault(7, std::numeric_limits<float>::quiet_NaN()) ==
        "images_from: pixel (1, 0, 0, 1) is nan, expected a finite number");
  CHECK(contains(pixel_fault(0, std::numeric_limits<float>::infinity()), "pixel (0, 0, 0, 0) is inf"));
  CHECK(contains(pixel_fault(11, -std::numeric_limits<float>::infinity()), "pixel (1, 1, 0, 2) is -inf"));
}

TEST_CASE("arrays: labels out of range") {
  CHECK(fault(kShape, kPixels, {3, 4}) == "images_from: image 1 has label 4, expected 0 to 3");
  CHECK(contains(fault(kShape, kPixels, {3, 0}, 0), "expected at least 1 class, got 0"));
}

TEST_CASE("arrays: a data set of two parts that fit each other") {
  const Images train = images_from(kShape, kPixels, {3, 0}, 4);
  const Images test = images_from({1, 2, 1, 3}, {1, 2, 3, 4, 5, 6}, {1}, 4);
  const Dataset data = dataset_from("mine", 4, train, test);
  CHECK(data.name == "mine");
  CHECK(data.classes == 4);
  CHECK(data.train.pixels == train.pixels);
  CHECK(data.test.labels == test.labels);

  CHECK(error_of([&] { dataset_from("mine", 3, train, test); }) ==
        "dataset_from: mine, training: image 0 has label 3, expected 0 to 2");
  CHECK(error_of([&] { dataset_from("mine", 3, test, train); }) ==
        "dataset_from: mine, test: image 0 has label 3, expected 0 to 2");
  const Images other = images_from({1, 1, 2, 3}, {1, 2, 3, 4, 5, 6}, {1}, 4);
  CHECK(error_of([&] { dataset_from("mine", 4, train, other); }) ==
        "dataset_from: mine has training images of (channels, height, width) (2, 1, 3) and test images of "
        "(1, 2, 3), expected the same");
  Images bright = test;
  bright.background = 1;
  CHECK(error_of([&] { dataset_from("mine", 4, train, bright); }) ==
        "dataset_from: mine has training images with background 0 and test images with 1, expected the same");
}
