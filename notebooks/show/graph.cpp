#include "notebooks/show/graph.hpp"

#include <ostream>

#include "demos/lab/process.hpp"

namespace gg::show {
namespace {

// The picture, or "" without dot.
std::string drawn(const Graph& graph) {
  try {
    const lab::ProcessResult result = lab::run_process({"dot", "-Tsvg"}, graph_dot(graph.y, graph.names));
    if (result.exit_code == 0) return notebook_svg(result.output);
  } catch (const Error&) {  // there is no such program
  }
  return "";
}

}  // namespace

Graph graph(const Tensor& y, const NamedTensors& names) {
  GG_CHECK(y.defined(), "graph: got an undefined tensor");
  return {y, names};
}

Bundle bundle(const Graph& graph) {
  const std::string mermaid = graph_mermaid(graph.y, graph.names);
  const std::string svg = drawn(graph);
  if (svg.empty()) return {{"text/vnd.mermaid", mermaid}, {"text/plain", mermaid}};
  return {{"image/svg+xml", svg}, {"text/plain", mermaid}};
}

std::ostream& operator<<(std::ostream& out, const Graph& graph) {
  return out << graph_mermaid(graph.y, graph.names);
}

}  // namespace gg::show
