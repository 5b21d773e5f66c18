// For the readers and writers of array files: how numbers lie in them, little-endian.
#pragma once

#include <string>
#include <string_view>

#include "core/config.hpp"

namespace gg {
inline namespace GG_SCALAR {

// A type of numbers that files hold. Floats are rounded to Scalar; integers must fit into it exactly.
struct NumberFormat {
  const char* npy;          // its name in .npy: "<f4"
  const char* safetensors;  // and in safetensors: "F32"
  std::size_t bytes;        // of one number
  // Reads n numbers; throws in the name of `where` for an integer that Scalar cannot hold.
  void (*read)(const std::string& where, const char* from, std::size_t n, Scalar* to);
};

const NumberFormat& scalar_format();  // of Scalar: what is written

// By name; throws in the name of `where`, and lists the known ones.
const NumberFormat& npy_format(const std::string& where, std::string_view name);
const NumberFormat& safetensors_format(const std::string& where, std::string_view name);

// How many bytes an array of this shape takes; throws in the name of `where` when it has more than 2^48
// elements, or would have without its extents of 0.
std::size_t bytes_of(const std::string& where, const Shape& shape, const NumberFormat& format);

// n numbers as they lie in files.
std::string to_bytes(const Scalar* from, std::size_t n);

}  // namespace GG_SCALAR
}  // namespace gg
