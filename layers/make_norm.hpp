// Normalizers by name, for command lines and experiments.
#pragma once

#include "layers/module.hpp"

namespace gg {
inline namespace GG_SCALAR {

// A normalizer for num_channels channels, from a short text:
//
//     bn           batch norm
//     gn:8         group norm with 8 groups
//     gn:c4        group norm with 4 channels a group
//     ln           layer norm over (C, *spatial) with gamma and beta per channel, as in the Group Norm paper
//     in           instance norm
//     gnplus:c4    GroupNormPlus, group norm first; gnplus-bn:c4 batch norm first, gnplus-par:c4 in parallel
//     brn          batch renorm
//     bcn:c4       batch-channel norm
//     sn           switchable norm
//     frn          filter response norm, with its activation
//     evo:c4       EvoNorm-S0, its own activation
//     rms          RMS norm over (C, *spatial) with gamma per channel
//     ghost:4      ghost batch norm of 4 samples
//     ecn:4x8      groups of 4 examples and 8 channels; ecn:nx8 of the whole batch and 8 channels
//     grn          global response norm, which lets channels compete but brings them to no size
//     none         no normalization (Identity)
//
// Where gn:c4 is possible, gn:8 is in the others, too. "ws+" before any of them asks for weight
// standardization of the layer before: that is for with_weight_standardization, and here only the rest
// counts. Throws on an unknown or malformed text, and lists what there is.
ModulePtr make_norm(const std::string& spec, std::size_t num_channels);

// The linear or convolutional layer that a normalizer is to follow, with its weights standardized if the text
// begins with "ws+".
ModulePtr with_weight_standardization(const std::string& spec, const ModulePtr& layer);

// Whether the text begins with "ws+".
bool norm_wraps_weights(const std::string& spec);

// Whether, in training, a normalizer's output for one sample depends on the others in the batch, if only by
// the running statistics that they move. True of unknown ones.
bool norm_sees_batch(const std::string& spec);

// Whether a normalizer is an activation as well, so that no ReLU is to follow it. False of unknown ones.
bool norm_has_activation(const std::string& spec);

// One line for each kind of text make_norm understands, for --help.
std::vector<std::string> norm_specs();

// One text for each normalizer, in the order of the list above, with the setting that programs take if not
// told: 8 channels or samples a group.
std::vector<std::string> usual_norms();

}  // namespace GG_SCALAR
}  // namespace gg
