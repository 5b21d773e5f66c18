// PNG, as small as its standard allows. https://www.w3.org/TR/png/
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace gg::show {

// An image of `height` rows of `width` pixels, three bytes each (red, green, blue), as a PNG file's bytes.
std::string png(const std::vector<std::uint8_t>& rgb, std::size_t width, std::size_t height);

std::string base64(const std::string& bytes);

}  // namespace gg::show
