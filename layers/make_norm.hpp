// Normalizers by name, for command lines and experiments.
#pragma once

#include "layers/module.hpp"

namespace gg {
inline namespace GG_SCALAR {

// A normalizer for num_channels channels, from a short text:
//
//     bn       batch norm
//     gn:8     group norm with 8 groups
//     gn:c4    group norm with 4 channels a group
//     ln       layer norm over (C, *spatial) with gamma and beta per channel, as in the Group Norm paper
//     in       instance norm
//     none     no normalization (Identity)
//
// Throws on an unknown or malformed text, and lists what there is.
ModulePtr make_norm(const std::string& spec, std::size_t num_channels);

// Whether, in training, a normalizer's output for one sample depends on the others in the batch. True of
// unknown ones.
bool norm_sees_batch(const std::string& spec);

// One line for each kind of text make_norm understands, for --help.
std::vector<std::string> norm_specs();

}  // namespace GG_SCALAR
}  // namespace gg
