#include "demos/lab/data/cifar.hpp"

#include "tests/catch.hpp"
#include "tests/errors.hpp"
#include "tests/files.hpp"

using namespace gg::lab;

namespace {

// A record whose red bytes are `red`, green ones 51 and blue ones 255, but for row 2, column 5 of each
// channel, which are 102, 153 and 204.
std::string record(int label, char red) {
  std::string out = std::string(1, static_cast<char>(label)) + std::string(1024, red) +
                    std::string(1024, 51) + std::string(1024, '\xff');
  for (std::size_t channel = 0; channel < 3; ++channel) {
    out[1 + 1024 * channel + 2 * 32 + 5] = static_cast<char>(102 + 51 * channel);
  }
  return out;
}

std::string fault(const std::string& content) {
  const TempFolder folder;
  const auto path = folder.write("batch.bin", content);
  return error_of([&] { read_cifar10({path}); });
}

float pixel(const Images& x, std::size_t image, std::size_t channel, std::size_t row, std::size_t column) {
  return x.pixels[((image * 3 + channel) * 32 + row) * 32 + column];
}

}  // namespace

TEST_CASE("cifar10: planes of red, green and blue, image after image, file after file") {
  const TempFolder folder;
  const auto one = folder.write("1.bin", record(7, 0) + record(0, 51));
  const auto two = folder.write("2.bin", gzipped(record(9, 102)));
  const Images x = read_cifar10({one, two});
  CHECK(x.count == 3);
  CHECK(x.channels == 3);
  CHECK(x.height == 32);
  CHECK(x.width == 32);
  CHECK(x.labels == std::vector<std::size_t>{7, 0, 9});
  REQUIRE(x.pixels.size() == 3 * 3072);
  for (std::size_t i = 0; i < 3; ++i) {
    INFO(i);
    CHECK(pixel(x, i, 0, 0, 0) == Approx(0.2 * static_cast<double>(i)));
    CHECK(pixel(x, i, 0, 31, 31) == pixel(x, i, 0, 0, 0));
    CHECK(pixel(x, i, 1, 0, 0) == Approx(0.2));
    CHECK(pixel(x, i, 2, 0, 0) == 1);
    CHECK(pixel(x, i, 2, 31, 31) == 1);
    CHECK(pixel(x, i, 0, 2, 5) == Approx(0.4));
    CHECK(pixel(x, i, 1, 2, 5) == Approx(0.6));
    CHECK(pixel(x, i, 2, 2, 5) == Approx(0.8));
  }
}

TEST_CASE("cifar10: files cut short, and bytes after the last record") {
  const std::string two = record(1, 0) + record(2, 0);
  for (std::size_t n : {1u, 3072u, 3074u, 6145u, 6147u}) {
    const std::string message = fault((two + two).substr(0, n));
    INFO(message);
    CHECK(contains(message, "cifar10: "));
    CHECK(contains(message, "batch.bin has " + std::to_string(n % 3073) + " bytes from byte " +
                                std::to_string(n / 3073 * 3073) + " to its end, expected a record of 3073"));
  }
  CHECK(contains(fault(""), "batch.bin has 0 bytes from byte 0 to its end, expected a record of 3073"));
  CHECK(fault(two) == "no error");
}

TEST_CASE("cifar10: labels out of range") {
  CHECK(contains(fault(record(10, 0)), "batch.bin has label 10 at byte 0, expected 0 to 9"));
  CHECK(contains(fault(record(9, 0) + record(255, 0)), "batch.bin has label 255 at byte 3073"));
}

TEST_CASE("cifar10: no file, a folder, damaged compression; the second file is looked at, too") {
  const TempFolder folder;
  const auto good = folder.write("good.bin", record(1, 0)), bad = folder.write("bad.bin", record(11, 0));
  CHECK(contains(error_of([&] { read_cifar10({good, bad}); }), "bad.bin has label 11"));
  CHECK(contains(error_of([] { read_cifar10({"/nowhere.bin"}); }), "cifar10: cannot open /nowhere.bin"));
  CHECK(contains(error_of([&] { read_cifar10({folder.path().string()}); }), "cannot be read"));
  const std::string packed = gzipped(record(1, 0) + record(2, 0));
  CHECK(contains(fault(packed.substr(0, packed.size() - 5)), "batch.bin is cut short"));
  std::string wrong_sum = packed;
  wrong_sum[packed.size() - 8] = static_cast<char>(wrong_sum[packed.size() - 8] ^ 1);
  CHECK(contains(fault(wrong_sum), "incorrect data check"));
}
