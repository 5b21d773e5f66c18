#include <cstddef>
#include <vector>

// Lists the node after its inputs, unless it is there already.
void visit(const gg::check::Graph& inputs, std::size_t node, std::vector<bool>& visited,
           std::vector<std::size_t>& order) {
  if (visited[node]) return;
  visited[node] = true;
  for (const std::size_t input : inputs[node]) visit(inputs, input, visited, order);
  order.push_back(node);
}

std::vector<std::size_t> topological_order(const gg::check::Graph& inputs, std::size_t root) {
  std::vector<bool> visited(inputs.size());
  std::vector<std::size_t> order;
  visit(inputs, root, visited, order);
  return order;
}
