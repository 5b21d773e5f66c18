// Draws the recorded graph below a tensor: ops as boxes, leaves as rounded boxes, with shapes.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {

// For Mermaid (renders on web pages and in notebooks) and for Graphviz. `names` label tensors; a model's
// named_parameters() fits. Constants that need no gradient are drawn dashed.
std::string graph_mermaid(const Tensor& y, const NamedTensors& names = {});
std::string graph_dot(const Tensor& y, const NamedTensors& names = {});

// One tensor of the graph.
struct GraphBox {
  // What an op gave, a leaf that requires a gradient, or one that does not.
  enum Kind { op, parameter, constant };
  std::string name;   // given, of the op, or both: "loss = sum"
  std::string shape;  // "(2, 3)"; of a scalar ""
  Kind kind;          // how it came about
};

// A graph for other ways to draw it.
struct GraphPicture {
  std::vector<GraphBox> boxes;                              // each tensor once; the result is the first
  std::vector<std::pair<std::size_t, std::size_t>> arrows;  // from input to result, as places among the boxes
};

// The same graph as boxes and arrows.
GraphPicture graph_picture(const Tensor& y, const NamedTensors& names = {});

}  // namespace GG_SCALAR
}  // namespace gg
