// What the convolution layers share: checks, initial values, and how their options read.
#pragma once

#include "core/ops/convolution.hpp"

namespace gg {
inline namespace GG_SCALAR {

// Throws unless groups divides both numbers of channels.
void check_groups(const char* layer, std::size_t in_channels, std::size_t out_channels, std::size_t groups);

// Uniform in +- 1 / sqrt(fan_in), as in PyTorch; the bias of `size` entries from the fan-in of its filters.
Tensor initial_filters(const Shape& shape);
Tensor initial_bias(std::size_t size, const Tensor& filters);

// "3", or "(3, 5)" for different height and width.
std::string size_text(Size2 size);

// ", NAME=VALUE" unless the value is the usual one.
std::string unless(const char* name, Size2 value, std::size_t usual);

}  // namespace GG_SCALAR
}  // namespace gg
