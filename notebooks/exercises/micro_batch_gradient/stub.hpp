#include <vector>

#include "core/tensor.hpp"

gg::Tensor micro_batch_gradient(const gg::Tensor& gradients, const std::vector<std::size_t>& sizes) {
  (void)gradients, (void)sizes;
  gg::check::not_written();
}
