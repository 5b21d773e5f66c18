#include <cstddef>
#include <vector>

std::vector<double> accumulate_gradients(std::size_t nodes, const std::vector<std::size_t>& from,
                                         const std::vector<std::size_t>& to,
                                         const std::vector<double>& slope) {
  std::vector<double> gradient(nodes, 0);
  gradient.back() = 1;
  for (std::size_t k = slope.size(); k-- > 0;) gradient[from[k]] += slope[k] * gradient[to[k]];
  return gradient;
}
