// Named arrays in a .safetensors file: a length, a header in JSON, and the numbers behind it.
//
//   gg::save_safetensors("net.safetensors", {net.state_dict(), {{"step", "100"}}});
//   net.load_state_dict(gg::load_safetensors("net.safetensors").tensors);
//
// Written are numbers of type Scalar; an existing file is replaced only by a whole new one. Read are floats
// (rounded to Scalar), integers and booleans that Scalar holds exactly. Length, header, types, shapes and
// offsets are checked before memory is taken: the numbers must lie one behind the other, without gap or
// overlap, and fill the file. Each fault is an Error that names the file and the entry.
//
// Format: github.com/huggingface/safetensors.
#pragma once

#include <filesystem>

#include "core/state.hpp"

namespace gg {
inline namespace GG_SCALAR {

// Names of tensors must differ.
void save_safetensors(const std::filesystem::path& path, const State& state);

// Tensors in the order of the file's offsets, which is that of the NamedTensors they were saved from.
State load_safetensors(const std::filesystem::path& path);

}  // namespace GG_SCALAR
}  // namespace gg
