#include "core/tensor.hpp"

gg::Tensor im2col(const gg::Tensor& x, std::size_t kernel, std::size_t stride, std::size_t padding) {
  (void)x, (void)kernel, (void)stride, (void)padding;
  gg::check::not_written();
}
