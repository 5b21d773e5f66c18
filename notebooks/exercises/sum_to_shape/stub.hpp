#include "core/ops/reduce.hpp"
#include "core/ops/shape.hpp"
#include "core/tensor.hpp"

gg::Tensor sum_to_shape(const gg::Tensor& dy, const gg::Shape& shape) {
  (void)dy, (void)shape;
  gg::check::not_written();
}
