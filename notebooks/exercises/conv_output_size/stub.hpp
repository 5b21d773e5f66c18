#include <cstddef>

std::size_t conv_output_size(std::size_t size, std::size_t kernel, std::size_t stride, std::size_t padding,
                             std::size_t dilation) {
  (void)size, (void)kernel, (void)stride, (void)padding, (void)dilation;
  gg::check::not_written();
}
