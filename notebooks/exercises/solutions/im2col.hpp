#include "core/tensor.hpp"

gg::Tensor im2col(const gg::Tensor& x, std::size_t kernel, std::size_t stride, std::size_t padding) {
  const std::size_t C = x.size(0), H = x.size(1), W = x.size(2);
  const std::size_t Ho = (H + 2 * padding - kernel) / stride + 1,
                    Wo = (W + 2 * padding - kernel) / stride + 1;
  gg::Tensor columns = gg::zeros({C * kernel * kernel, Ho * Wo});
  gg::Scalar* out = columns.mutable_data();
  for (std::size_t c = 0; c < C; ++c)
    for (std::size_t u = 0; u < kernel; ++u)
      for (std::size_t v = 0; v < kernel; ++v)
        for (std::size_t i = 0; i < Ho; ++i)
          for (std::size_t j = 0; j < Wo; ++j, ++out) {
            const std::size_t row = i * stride + u, column = j * stride + v;  // of the padded image
            if (row < padding || column < padding || row >= H + padding || column >= W + padding) continue;
            *out = x.data()[(c * H + row - padding) * W + column - padding];
          }
  return columns;
}
