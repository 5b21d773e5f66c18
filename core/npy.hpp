// Arrays as NumPy writes them: one in a .npy file, several with names in a .npz archive.
//
//   gg::save_npy("x.npy", x);                   // numpy.load("x.npy")
//   gg::save_npz("xy.npz", {{"x", x}, {"y", y}});
//
// Written are numbers of type Scalar, row-major and little-endian; an existing file is replaced only by a
// whole new one. Read are floats (rounded to Scalar), integers and booleans that Scalar holds exactly, row-
// or column-major; a boolean is a byte of 0 or 1. Everything a file says about itself is checked before
// memory is taken: each function throws an Error that names file and fault.
//
// Format: numpy.lib.format, versions 1 to 3.
#pragma once

#include <filesystem>
#include <string>

#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {

// One array in a file of its own.
void save_npy(const std::filesystem::path& path, const Tensor& x);
Tensor load_npy(const std::filesystem::path& path);

// The bytes of a .npy file; `where` is what errors call it.
std::string to_npy(const Tensor& x);
Tensor from_npy(const std::string& where, const std::string& bytes);

// Names must differ, and hold no zero byte; entries are stored without compression. Read are stored and
// deflated ones. A single array may not be larger than 2^48 elements, an entry not larger than what its
// archive can hold.
void save_npz(const std::filesystem::path& path, const NamedTensors& arrays);
NamedTensors load_npz(const std::filesystem::path& path);

}  // namespace GG_SCALAR
}  // namespace gg
