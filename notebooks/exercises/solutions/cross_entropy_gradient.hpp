#include <vector>

#include "core/ops/reduce.hpp"
#include "core/tensor.hpp"

gg::Tensor cross_entropy_gradient(const gg::Tensor& logits, const std::vector<std::size_t>& targets) {
  const std::size_t N = logits.size(0), classes = logits.size(1);
  const gg::Scalar share = 1 / static_cast<gg::Scalar>(N);
  gg::Tensor gradient = gg::softmax(logits, 1).clone();
  gg::Scalar* g = gradient.mutable_data();
  for (std::size_t n = 0; n < N; ++n) g[n * classes + targets[n]] -= 1;
  for (std::size_t i = 0; i < gradient.numel(); ++i) g[i] *= share;
  return gradient;
}
