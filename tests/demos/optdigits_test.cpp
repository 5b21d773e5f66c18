#include "demos/lab/data/optdigits.hpp"

#include <numeric>

#include "demos/lab/data/data.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"
#include "tests/files.hpp"

using namespace gg::lab;

namespace {

// A line with the pixels first, first + 1, ... modulo 17.
std::string line(int first, const std::string& label) {
  std::string out;
  for (int i = 0; i < 64; ++i) out += std::to_string((first + i) % 17) + ",";
  return out + label + "\n";
}

std::string fault(const std::string& content) {
  const TempFolder folder;
  const auto path = folder.write("digits.tra", content);
  return error_of([&] { read_optdigits(path); });
}

}  // namespace

TEST_CASE("optdigits: pixels, labels, comments, line ends") {
  const TempFolder folder;
  std::string dos = line(3, "9");
  dos.insert(dos.size() - 1, "\r");
  const auto path = folder.write("digits.tra", "# a remark\n" + line(0, "4") + "\n" + dos + line(16, "0"));
  const Images x = read_optdigits(path);
  CHECK(x.count == 3);
  CHECK(x.channels == 1);
  CHECK(x.height == 8);
  CHECK(x.width == 8);
  CHECK(x.labels == std::vector<std::size_t>{4, 9, 0});
  REQUIRE(x.pixels.size() == 3 * 64);
  CHECK(x.pixels[0] == 0.0f);
  CHECK(x.pixels[8] == 0.5f);
  CHECK(x.pixels[16] == 1.0f);
  CHECK(x.pixels[64] == 3.0f / 16);
  CHECK(x.pixels[128] == 1.0f);
}

TEST_CASE("optdigits: the last line needs no line end") {
  const TempFolder folder;
  const std::string text = line(0, "4");
  CHECK(read_optdigits(folder.write("digits.tra", text.substr(0, text.size() - 1))).count == 1);
}

TEST_CASE("optdigits: errors name file, line and value") {
  const std::string good = line(0, "1");
  const auto pixel = [&](const std::string& text) { return "#\n" + good + text + good.substr(1); };
  for (const std::string text : {"17", "-1", "x", "1.5", "", " 1", "99999999999999999999"}) {
    const std::string message = fault(pixel(text));
    INFO(message);
    CHECK(contains(message, "digits.tra line 3 has pixel \"" + text + "\" in column 1"));
    CHECK(contains(message, "from 0 to 16"));
  }
  for (const std::string text : {"10", "-1", "", "nine"}) {
    const std::string message = fault(line(0, text));
    INFO(message);
    CHECK(contains(message, "digits.tra line 1 has label \"" + text + "\" in column 65"));
    CHECK(contains(message, "from 0 to 9"));
  }
  CHECK(contains(fault(good + "0," + good), "line 2 has 66 values, expected 64 pixels and a label"));
  CHECK(contains(fault(good + good.substr(0, 40)), "line 2 has"));
  CHECK(contains(fault(""), "digits.tra has no images"));
  CHECK(contains(fault("# only a remark\n"), "has no images"));
  CHECK(contains(error_of([] { read_optdigits("/nowhere/digits.tra"); }), "cannot open /nowhere/digits.tra"));
}

TEST_CASE("optdigits: the real files") {
  if (!have_real("optdigits")) {
    WARN("skipped: set GROUPGRAD_DATA to a folder with optdigits/ to read the real files");
    return;
  }
  const Dataset digits = load_dataset("optdigits");
  CHECK(digits.train.count >= 2900);  // 3,823 as published; parts of it are in use too
  CHECK(digits.test.count == 1797);
  const auto& pixels = digits.test.pixels;
  CHECK(std::accumulate(pixels.begin(), pixels.end(), 0.0) * 16 / static_cast<double>(pixels.size()) ==
        Approx(4.8842).margin(1e-4));
  CHECK(std::vector<std::size_t>(digits.test.labels.begin(), digits.test.labels.begin() + 4) ==
        std::vector<std::size_t>{0, 1, 2, 3});
}
