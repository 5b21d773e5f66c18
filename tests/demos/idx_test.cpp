#include "demos/lab/data/idx.hpp"

#include <sys/resource.h>

#include "demos/lab/data/data.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"
#include "tests/files.hpp"

using namespace gg::lab;

namespace {

std::string number(std::uint32_t x) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(x >> shift);
  return out;
}

// Two images of 2 x 3 pixels.
const std::string kPixels("\x00\x33\x66\x99\xcc\xff\xff\xcc\x99\x66\x33\x00", 12);
const std::string kImages = number(0x803) + number(2) + number(2) + number(3) + kPixels;
const std::string kLabels = number(0x801) + number(2) + std::string("\x07\x00", 2);

std::string fault(const std::string& images, const std::string& labels = kLabels) {
  const TempFolder folder;
  const auto image_path = folder.write("the-images", images), label_path = folder.write("the-labels", labels);
  return error_of([&] { read_idx(image_path, label_path); });
}

bool names(const std::string& message, const std::string& file, const std::string& words) {
  INFO(message);
  CHECK(contains(message, file));
  CHECK(contains(message, words));
  return contains(message, file) && contains(message, words);
}

void check_two_images(const Images& x) {
  CHECK(x.count == 2);
  CHECK(x.channels == 1);
  CHECK(x.height == 2);
  CHECK(x.width == 3);
  CHECK(x.labels == std::vector<std::size_t>{7, 0});
  REQUIRE(x.pixels.size() == 12);
  for (std::size_t i = 0; i < 6; ++i) {
    CHECK(x.pixels[i] == Approx(0.2 * static_cast<double>(i)).margin(1e-6));
    CHECK(x.pixels[11 - i] == x.pixels[i]);
  }
}

}  // namespace

TEST_CASE("idx: plain and compressed files give the same images") {
  const TempFolder folder;
  const auto images = folder.write("i", kImages), labels = folder.write("l", kLabels);
  check_two_images(read_idx(images, labels));
  const auto packed_images = folder.write("i.gz", gzipped(kImages));
  const auto packed_labels = folder.write("l.gz", gzipped(kLabels));
  check_two_images(read_idx(packed_images, packed_labels));
  check_two_images(read_idx(packed_images, labels));
}

TEST_CASE("idx: a file that is not there, or a folder") {
  const TempFolder folder;
  const auto labels = folder.write("l", kLabels);
  CHECK(names(error_of([&] { read_idx(folder.path().string() + "/nowhere", labels); }), "nowhere",
              "cannot open"));
  CHECK(names(error_of([&] { read_idx(folder.path().string(), labels); }), folder.path().string(),
              "cannot be read"));
}

TEST_CASE("idx: wrong magic numbers") {
  CHECK(names(fault(number(0x802) + kImages.substr(4)), "the-images", "magic number 0x802, expected 0x803"));
  CHECK(names(fault(kImages, kImages), "the-labels", "magic number 0x803, expected 0x801"));
  CHECK(names(fault(kLabels), "the-images", "magic number 0x801, expected 0x803"));
  CHECK(names(fault("<html>not found</html>"), "the-images", "magic number"));
}

TEST_CASE("idx: files cut short anywhere") {
  for (std::size_t n = 0; n < kImages.size(); ++n) {
    CHECK(names(fault(kImages.substr(0, n)), "the-images", "cut short"));
  }
  for (std::size_t n = 0; n < kLabels.size(); ++n) {
    CHECK(names(fault(kImages, kLabels.substr(0, n)), "the-labels", "cut short"));
  }
  CHECK(contains(fault(kImages.substr(0, 20)), "the pixels should be 12 bytes, but there are only 4"));
}

TEST_CASE("idx: bytes after the declared end") {
  CHECK(names(fault(kImages + "x"), "the-images", "goes on after the 28 bytes"));
  CHECK(names(fault(kImages, kLabels + std::string(1, '\0')), "the-labels", "goes on after the 10 bytes"));
}

TEST_CASE("idx: counts that disagree, labels out of range") {
  const std::string three = number(0x801) + number(3) + std::string("\x01\x02\x03", 3);
  CHECK(names(fault(kImages, three), "the-labels", "declares 3 labels"));
  CHECK(contains(fault(kImages, three), "the-images has 2 images"));
  const std::string ten = number(0x801) + number(2) + std::string("\x01\x0a", 2);
  CHECK(names(fault(kImages, ten), "the-labels", "label 10 for image 1, expected 0 to 9"));
}

TEST_CASE("idx: hostile sizes are refused before memory is asked for") {
  const auto declares = [](std::uint32_t n, std::uint32_t h, std::uint32_t w) {
    return fault(number(0x803) + number(n) + number(h) + number(w) + kPixels);
  };
  CHECK(names(declares(1, 1u << 31, 1u << 31), "the-images", "declares 1 images of 2147483648 x 2147483648"));
  CHECK(names(declares(0xffffffff, 28, 28), "the-images", "declares 4294967295 images"));
  CHECK(names(declares(0xffffffff, 0xffffffff, 0xffffffff), "the-images", "declares"));
  CHECK(names(declares(2, 0, 3), "the-images", "2 images of 0 x 3"));

  // Just below the limit: the bytes are not there, so this must fail with little memory.
  const auto peak = [] {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;  // in KiB
  };
  const auto before = peak();
  CHECK(names(declares((1u << 30) / 784, 28, 28), "the-images", "there are only 12"));
  CHECK(peak() - before < 100 * 1024);
}

TEST_CASE("idx: damaged compression") {
  const TempFolder folder;
  const std::string good = gzipped(kImages);
  CHECK(fault(good) == "no error");
  for (std::size_t n = 12; n < good.size(); ++n) {
    CHECK(names(fault(good.substr(0, n)), "the-images", "cut short"));
  }
  std::string wrong_sum = good;
  wrong_sum[good.size() - 8] = static_cast<char>(wrong_sum[good.size() - 8] ^ 1);
  CHECK(names(fault(wrong_sum), "the-images", "incorrect data check"));
  std::string wrong_length = good;
  wrong_length[good.size() - 4] = static_cast<char>(wrong_length[good.size() - 4] ^ 1);
  CHECK(names(fault(wrong_length), "the-images", "incorrect length check"));
}

TEST_CASE("idx: the real MNIST") {
  if (!have_real("mnist")) {
    WARN("skipped: set GROUPGRAD_DATA to a folder with mnist/ to read the real files");
    return;
  }
  const Dataset mnist = load_dataset("mnist");
  CHECK(mnist.train.count == 60000);
  CHECK(mnist.test.count == 10000);
  CHECK(mnist.train.height == 28);
  CHECK(mnist.train.width == 28);
  const auto& labels = mnist.train.labels;
  CHECK(std::vector<std::size_t>(labels.begin(), labels.begin() + 5) ==
        std::vector<std::size_t>{5, 0, 4, 1, 9});
  const auto& test = mnist.test.labels;
  CHECK(std::vector<std::size_t>(test.begin(), test.begin() + 5) == std::vector<std::size_t>{7, 2, 1, 0, 4});
  Dataset standard = mnist;
  const Moments m = standardize(standard);
  CHECK(m.mean == Approx(0.1307).margin(5e-5));
  CHECK(m.standard_deviation == Approx(0.3081).margin(5e-5));
}
