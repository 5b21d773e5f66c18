#include "core/number_format.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "core/check.hpp"
#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
              "array files are read and written as they lie in memory");

template <class T>
void read_numbers(const std::string& where, const char* from, std::size_t n, Scalar* to) {
  for (std::size_t i = 0; i < n; ++i) {
    T value;
    std::memcpy(&value, from + i * sizeof(T), sizeof(T));
    to[i] = static_cast<Scalar>(value);
    if constexpr (std::is_integral_v<T>) {
      GG_CHECK(static_cast<long double>(to[i]) == static_cast<long double>(value), where, ": the integer ",
               std::to_string(value), " at position ", i, " does not fit into a ", 8 * sizeof(Scalar),
               "-bit float without loss");
    }
  }
}

// NumPy takes any other byte for true; no writer of ours or theirs makes one, so it is taken for damage.
void read_booleans(const std::string& where, const char* from, std::size_t n, Scalar* to) {
  for (std::size_t i = 0; i < n; ++i) {
    GG_CHECK(from[i] == 0 || from[i] == 1, where, ": expected 0 or 1 for the boolean at position ", i,
             ", got ", static_cast<int>(static_cast<unsigned char>(from[i])));
    to[i] = from[i];
  }
}

constexpr NumberFormat kFormats[] = {
    {"<f4", "F32", 4, read_numbers<float>},
    {"<f8", "F64", 8, read_numbers<double>},
    {"|b1", "BOOL", 1, read_booleans},
    {"|i1", "I8", 1, read_numbers<std::int8_t>},
    {"|u1", "U8", 1, read_numbers<std::uint8_t>},
    {"<i2", "I16", 2, read_numbers<std::int16_t>},
    {"<u2", "U16", 2, read_numbers<std::uint16_t>},
    {"<i4", "I32", 4, read_numbers<std::int32_t>},
    {"<u4", "U32", 4, read_numbers<std::uint32_t>},
    {"<i8", "I64", 8, read_numbers<std::int64_t>},
    {"<u8", "U64", 8, read_numbers<std::uint64_t>},
};

const NumberFormat& find_format(const std::string& where, std::string_view name,
                                const char* NumberFormat::*spelling) {
  std::string known;
  for (const NumberFormat& format : kFormats) {
    if (name == format.*spelling) return format;
    known += std::string(known.empty() ? "" : ", ") + format.*spelling;
  }
  fail_with(where, ": expected numbers of one of the types ", known, ", got '", std::string(name), "'");
}

}  // namespace

const NumberFormat& scalar_format() { return kFormats[sizeof(Scalar) == sizeof(float) ? 0 : 1]; }

const NumberFormat& npy_format(const std::string& where, std::string_view name) {
  GG_CHECK(name.empty() || name[0] != '>', where, ": the numbers are big-endian ('", std::string(name),
           "'); expected little-endian");
  return find_format(where, name, &NumberFormat::npy);
}

const NumberFormat& safetensors_format(const std::string& where, std::string_view name) {
  return find_format(where, name, &NumberFormat::safetensors);
}

std::size_t bytes_of(const std::string& where, const Shape& shape, const NumberFormat& format) {
  Shape others = shape;  // those of an empty array must be possible, too
  others.erase(std::remove(others.begin(), others.end(), 0), others.end());
  try {
    const std::size_t count = numel(others);
    return others.size() == shape.size() ? count * format.bytes : 0;
  } catch (const Error& error) {
    fail_with(where, ": ", error.what());
  }
}

std::string to_bytes(const Scalar* from, std::size_t n) {
  return {reinterpret_cast<const char*>(from), n * sizeof(Scalar)};
}

}  // namespace GG_SCALAR
}  // namespace gg
