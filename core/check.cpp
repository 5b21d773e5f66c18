#include "core/check.hpp"

#include <charconv>
#include <climits>

namespace gg {
namespace {

template <class T>
std::string tuple_text(const std::vector<T>& values) {
  std::string out = "(";
  for (std::size_t i = 0; i < values.size(); ++i) {
    out += (i ? ", " : "") + text(values[i]);
  }
  return out + ")";
}

// The fewest digits that read back as the same number.
template <class T>
std::string shortest(T value) {
  char out[32];
  const std::to_chars_result end = std::to_chars(out, out + sizeof out, value);
  return std::string(out, end.ptr);
}

}  // namespace

std::string text(const std::string& value) { return value; }
std::string text(const char* value) { return value; }
std::string text(int value) { return std::to_string(value); }
std::string text(long value) { return std::to_string(value); }
std::string text(unsigned value) { return std::to_string(value); }
std::string text(unsigned long value) {
  const long negative = static_cast<long>(value);  // what a caller gave as -1 should read as -1
  return negative < 0 && negative >= INT_MIN ? std::to_string(negative) : std::to_string(value);
}
std::string text(const Shape& value) { return tuple_text(value); }
std::string text(const Axes& value) { return tuple_text(value); }

std::string text(float value) { return shortest(value); }
std::string text(double value) { return shortest(value); }

void fail(std::initializer_list<std::string> parts) {
  std::string message;
  for (const auto& part : parts) message += part;
  throw Error(message);
}

}  // namespace gg
