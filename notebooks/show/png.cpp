#include "notebooks/show/png.hpp"

#include <zlib.h>

#include "core/check.hpp"

namespace gg::show {
namespace {

std::string big_endian(std::size_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>((value >> shift) & 0xFFU);
  return bytes;
}

std::string chunk(const std::string& type, const std::string& data) {
  const std::string body = type + data;
  const uLong sum = crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
  return big_endian(data.size()) + body + big_endian(sum);
}

std::string deflated(const std::string& data) {
  uLongf size = compressBound(static_cast<uLong>(data.size()));
  std::string out(size, '\0');
  const int code =
      compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(data.data()),
                static_cast<uLong>(data.size()), Z_DEFAULT_COMPRESSION);
  GG_CHECK(code == Z_OK, "png: zlib failed with code ", code);
  out.resize(size);
  return out;
}

}  // namespace

std::string png(const std::vector<std::uint8_t>& rgb, std::size_t width, std::size_t height) {
  GG_CHECK(rgb.size() == 3 * width * height, "png: expected 3 bytes for each of ", width, " x ", height,
           " pixels, got ", rgb.size());
  std::string rows;
  for (std::size_t y = 0; y < height; ++y) {
    rows += '\0';  // the row is stored as it is
    rows.append(reinterpret_cast<const char*>(rgb.data()) + 3 * width * y, 3 * width);
  }
  const std::string eight_bit_colour("\x08\x02\x00\x00\x00", 5);
  return "\x89PNG\r\n\x1a\n" + chunk("IHDR", big_endian(width) + big_endian(height) + eight_bit_colour) +
         chunk("IDAT", deflated(rows)) + chunk("IEND", "");
}

std::string base64(const std::string& bytes) {
  static const char* const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t three = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      three = three << 8U | (i + k < bytes.size() ? static_cast<std::uint8_t>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      text += i + k <= bytes.size() ? digits[(three >> (18 - 6 * k)) & 63U] : '=';
    }
  }
  return text;
}

}  // namespace gg::show
