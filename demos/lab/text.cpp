#include "demos/lab/text.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <sstream>

namespace gg::lab {
namespace {

struct Character {
  char32_t code;
  std::size_t bytes;
};

// The character that starts at `at`; a stray byte counts as one character of its own.
Character character_at(const std::string& text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  const std::size_t bytes = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
  if (bytes == 1 || at + bytes > text.size()) return {first, 1};
  char32_t code = first & (0x7Fu >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(at + i) & 0xC0u) != 0x80u) return {first, 1};
    code = (code << 6) | (byte(at + i) & 0x3Fu);
  }
  return {code, bytes};
}

bool between(char32_t code, char32_t low, char32_t high) { return low <= code && code <= high; }

std::size_t columns_of(char32_t c) {
  if (between(c, 0x300, 0x36F) || between(c, 0x200B, 0x200F) || between(c, 0xFE00, 0xFE0F)) return 0;
  const bool wide = between(c, 0x1100, 0x115F) || between(c, 0x2E80, 0xA4CF) || between(c, 0xAC00, 0xD7A3) ||
                    between(c, 0xF900, 0xFAFF) || between(c, 0xFE30, 0xFE6F) || between(c, 0xFF00, 0xFF60) ||
                    between(c, 0xFFE0, 0xFFE6) || between(c, 0x1F300, 0x1FAFF) ||
                    between(c, 0x20000, 0x3FFFD);
  return wide ? 2 : 1;
}

}  // namespace

std::size_t display_width(const std::string& text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Character c = character_at(text, at);
    width += columns_of(c.code);
    at += c.bytes;
  }
  return width;
}

std::string shortened(const std::string& text, std::size_t width) {
  if (display_width(text) <= width) return text;
  const std::string dots(width < 3 ? width : 3, '.');
  std::size_t used = dots.size(), at = 0;
  while (at < text.size()) {
    const Character c = character_at(text, at);
    if (used + columns_of(c.code) > width) break;
    used += columns_of(c.code);
    at += c.bytes;
  }
  return text.substr(0, at) + dots;
}

std::string wrapped(const std::string& text, std::size_t width, const std::string& indent) {
  std::string done, line;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const std::string longer = line.empty() ? word : line + " " + word;
    if (line.empty() || display_width(longer) <= width) {
      line = longer;
    } else {
      done += line + "\n";
      line = indent + word;
    }
  }
  return done + line;
}

std::string fixed(double value, int digits) {
  char out[400];
  std::snprintf(out, sizeof out, "%.*f", digits, value);
  const std::string shown = out;
  const bool negative_zero = shown[0] == '-' && shown.find_first_of("123456789in") == std::string::npos;
  return negative_zero ? shown.substr(1) : shown;
}

std::string with_sign(double value, int digits) {
  const std::string shown = fixed(value, digits);
  const bool zero = shown.find_first_of("123456789in") == std::string::npos;
  return shown[0] == '-' || zero ? shown : "+" + shown;
}

std::string significant(double value, int digits) {
  char out[64];
  std::snprintf(out, sizeof out, "%.*g", digits, value);
  const double rounded = std::strtod(out, nullptr);
  const bool whole = std::abs(rounded) < 1e6 && rounded == std::round(rounded);
  return whole ? with_separators(rounded) : out;
}

std::string with_separators(double value) {
  std::string digits = fixed(std::round(value), 0);
  const std::size_t first = digits[0] == '-' ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) digits.insert(at -= 3, ",");
  return digits;
}

std::string duration_text(double seconds) {
  const long total = std::lround(seconds < 0 ? 0 : seconds);
  char out[64];
  if (total < 3600) {
    std::snprintf(out, sizeof out, "%ld:%02ld", total / 60, total % 60);
  } else {
    std::snprintf(out, sizeof out, "%ld:%02ld:%02ld", total / 3600, total / 60 % 60, total % 60);
  }
  return out;
}

std::string list_text(const std::vector<std::string>& items) {
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += i + 1 == items.size() ? " and " : ", ";
    out += items[i];
  }
  return out;
}

std::string count_text(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace gg::lab
