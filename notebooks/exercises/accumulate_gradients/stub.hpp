#include <cstddef>
#include <vector>

std::vector<double> accumulate_gradients(std::size_t nodes, const std::vector<std::size_t>& from,
                                         const std::vector<std::size_t>& to,
                                         const std::vector<double>& slope) {
  (void)nodes, (void)from, (void)to, (void)slope;
  gg::check::not_written();
}
