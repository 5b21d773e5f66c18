#include "demos/lab/data/optdigits.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>

#include "core/check.hpp"

namespace gg::lab {
namespace {

constexpr std::size_t kSide = 8, kPixels = kSide * kSide, kMaxInk = 16, kMaxLabel = 9;

std::size_t parse(const std::string& field, std::size_t column, const std::string& where) {
  const std::size_t max = column < kPixels ? kMaxInk : kMaxLabel;
  std::size_t value = 0;
  const char* end = field.data() + field.size();
  const auto [stop, error] = std::from_chars(field.data(), end, value);
  GG_CHECK(error == std::errc() && stop == end && value <= max, where, " has ",
           column < kPixels ? "pixel \"" : "label \"", field, "\" in column ", column + 1,
           ", expected a whole number from 0 to ", max);
  return value;
}

void append(Images& images, const std::string& line, const std::string& where) {
  const auto commas = static_cast<std::size_t>(std::count(line.begin(), line.end(), ','));
  GG_CHECK(commas == kPixels, where, " has ", commas + 1, " values, expected ", kPixels,
           " pixels and a label");
  std::size_t start = 0;
  for (std::size_t column = 0; column <= kPixels; ++column) {
    const std::size_t comma = std::min(line.find(',', start), line.size());
    const std::size_t value = parse(line.substr(start, comma - start), column, where);
    start = comma + 1;
    if (column < kPixels) {
      images.pixels.push_back(static_cast<float>(value) / static_cast<float>(kMaxInk));
    } else {
      images.labels.push_back(value);
    }
  }
  ++images.count;
}

}  // namespace

Images read_optdigits(const std::string& path) {
  std::ifstream file(path);
  GG_CHECK(file.is_open(), "optdigits: cannot open ", path);
  Images out{0, 1, kSide, kSide, {}, {}};
  std::string line;
  for (std::size_t number = 1; std::getline(file, line); ++number) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty() || line.front() == '#') continue;
    append(out, line, "optdigits: " + path + " line " + std::to_string(number));
  }
  GG_CHECK(out.count > 0, "optdigits: ", path, " has no images");
  return out;
}

}  // namespace gg::lab
