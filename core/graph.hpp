// Draws the recorded graph below a tensor: ops as boxes, leaves as rounded boxes, with shapes.
#pragma once

#include <string>

#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {

// For Mermaid (renders on web pages and in notebooks) and for Graphviz. `names` label tensors; a model's
// named_parameters() fits. Constants that need no gradient are drawn dashed.
std::string graph_mermaid(const Tensor& y, const NamedTensors& names = {});
std::string graph_dot(const Tensor& y, const NamedTensors& names = {});

}  // namespace GG_SCALAR
}  // namespace gg
