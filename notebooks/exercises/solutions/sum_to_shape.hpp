#include "core/ops/reduce.hpp"
#include "core/ops/shape.hpp"
#include "core/tensor.hpp"

gg::Tensor sum_to_shape(const gg::Tensor& dy, const gg::Shape& shape) {
  const std::size_t lead = dy.dim() - shape.size();
  gg::Axes axes;
  for (std::size_t i = 0; i < dy.dim(); ++i) {
    if (i < lead || (shape[i - lead] == 1 && dy.shape()[i] != 1)) axes.push_back(static_cast<int>(i));
  }
  return axes.empty() ? dy : gg::reshape(gg::sum(dy, axes), shape);
}
