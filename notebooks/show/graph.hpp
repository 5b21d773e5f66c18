// The recorded graph below a tensor, drawn.
#pragma once

#include <iosfwd>

#include "core/graph.hpp"
#include "notebooks/show/bundle.hpp"

namespace gg::show {

// A graph to be drawn; see graph().
struct Graph {
  Tensor y;
  NamedTensors names;
};

// What led to y; `names` label tensors. It is drawn when it is shown, so show it before backward() frees it.
Graph graph(const Tensor& y, const NamedTensors& names = {});

// SVG: ops as boxes, leaves as rounded ones, those without gradient dashed, results below what led to them;
// of more than 1000 boxes no drawing. And Mermaid as text.
Bundle bundle(const Graph& graph);

std::ostream& operator<<(std::ostream& out, const Graph& graph);  // Mermaid

}  // namespace gg::show
