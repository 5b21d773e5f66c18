#include <cstddef>
#include <vector>

std::vector<std::size_t> topological_order(const gg::check::Graph& inputs, std::size_t root) {
  (void)inputs, (void)root;
  gg::check::not_written();
}
