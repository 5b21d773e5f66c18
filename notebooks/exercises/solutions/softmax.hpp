#include <algorithm>
#include <cmath>

#include "core/tensor.hpp"

gg::Tensor softmax(const gg::Tensor& logits) {
  const std::size_t N = logits.size(0), classes = logits.size(1);
  gg::Tensor p = gg::zeros(logits.shape());
  for (std::size_t n = 0; n < N; ++n) {
    const gg::Scalar* z = logits.data() + n * classes;
    gg::Scalar* row = p.mutable_data() + n * classes;
    const gg::Scalar largest = *std::max_element(z, z + classes);
    gg::Scalar sum = 0;
    for (std::size_t c = 0; c < classes; ++c) sum += row[c] = std::exp(z[c] - largest);
    for (std::size_t c = 0; c < classes; ++c) row[c] /= sum;
  }
  return p;
}
