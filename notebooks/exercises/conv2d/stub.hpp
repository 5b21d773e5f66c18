#include "core/tensor.hpp"

gg::Tensor conv2d(const gg::Tensor& x, const gg::Tensor& weight, std::size_t stride, std::size_t padding) {
  (void)x, (void)weight, (void)stride, (void)padding;
  gg::check::not_written();
}
