#include <cmath>

#include "core/tensor.hpp"

// x.data() are the numbers of a tensor x row by row, and x.mutable_data() those of one that is to be filled.
gg::Tensor softmax(const gg::Tensor& logits) {
  (void)logits;
  gg::check::not_written();
}
