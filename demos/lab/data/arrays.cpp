#include "demos/lab/data/arrays.hpp"

#include <cmath>
#include <utility>

#include "core/check.hpp"

namespace gg::lab {
namespace {

void check_pixels(const Images& images) {
  for (std::size_t i = 0; i < images.pixels.size(); ++i) {
    if (std::isfinite(images.pixels[i])) continue;
    const std::size_t column = i % images.width, row = i / images.width % images.height,
                      plane = i / (images.width * images.height);
    fail_with("images_from: pixel ", Shape{plane / images.channels, plane % images.channels, row, column},
              " is ", images.pixels[i], ", expected a finite number");
  }
}

void check_labels(const std::string& name, const Images& images, std::size_t classes) {
  GG_CHECK(classes > 0, name, ": expected at least 1 class, got 0");
  for (std::size_t i = 0; i < images.labels.size(); ++i) {
    GG_CHECK(images.labels[i] < classes, name, ": image ", i, " has label ", images.labels[i],
             ", expected 0 to ", classes - 1);
  }
}

}  // namespace

Images images_from(const Shape& shape, std::vector<float> pixels, Labels labels, std::size_t classes) {
  GG_CHECK(shape.size() == 4 && numel(shape) > 0,
           "images_from: expected a shape (count, channels, height, width), none of them 0, got ", shape);
  GG_CHECK(pixels.size() == numel(shape), "images_from: expected ", numel(shape), " pixels for shape ", shape,
           ", got ", pixels.size());
  GG_CHECK(labels.size() == shape[0], "images_from: expected ", shape[0], " labels for shape ", shape,
           ", got ", labels.size());
  Images out{shape[0], shape[1], shape[2], shape[3], std::move(pixels), std::move(labels)};
  check_pixels(out);
  check_labels("images_from", out, classes);
  return out;
}

Images images_from(const Tensor& x, const Labels& labels, std::size_t classes) {
  GG_CHECK(x.defined(),
           "images_from: expected a tensor (count, channels, height, width), got an undefined one");
  return images_from(x.shape(), x.to_vector(), labels, classes);
}

Dataset dataset_from(const std::string& name, std::size_t classes, Images train, Images test) {
  const auto size = [](const Images& x) { return Shape{x.channels, x.height, x.width}; };
  GG_CHECK(size(train) == size(test), "dataset_from: ", name,
           " has training images of (channels, height, width) ", size(train), " and test images of ",
           size(test), ", expected the same");
  GG_CHECK(train.background == test.background, "dataset_from: ", name,
           " has training images with background ", train.background, " and test images with ",
           test.background, ", expected the same");
  check_labels("dataset_from: " + name + ", training", train, classes);
  check_labels("dataset_from: " + name + ", test", test, classes);
  return {name, classes, std::move(train), std::move(test)};
}

}  // namespace gg::lab
