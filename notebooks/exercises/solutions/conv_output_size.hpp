#include <cstddef>

std::size_t conv_output_size(std::size_t size, std::size_t kernel, std::size_t stride, std::size_t padding,
                             std::size_t dilation) {
  const std::size_t padded = size + 2 * padding, reach = dilation * (kernel - 1) + 1;
  return (padded - reach) / stride + 1;
}
