#include <vector>

#include "core/tensor.hpp"

gg::Tensor micro_batch_gradient(const gg::Tensor& gradients, const std::vector<std::size_t>& sizes) {
  const std::size_t parameters = gradients.size(1);
  double samples = 0;
  for (const std::size_t size : sizes) samples += static_cast<double>(size);
  gg::Tensor whole = gg::zeros({parameters});
  for (std::size_t i = 0; i < sizes.size(); ++i)
    for (std::size_t j = 0; j < parameters; ++j)
      whole.mutable_data()[j] += static_cast<gg::Scalar>(static_cast<double>(sizes[i]) / samples *
                                                         gradients.data()[i * parameters + j]);
  return whole;
}
