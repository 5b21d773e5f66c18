#include <vector>

#include "core/ops/reduce.hpp"
#include "core/tensor.hpp"

gg::Tensor cross_entropy_gradient(const gg::Tensor& logits, const std::vector<std::size_t>& targets) {
  (void)logits, (void)targets;
  gg::check::not_written();
}
