#include "core/tensor.hpp"

gg::Tensor conv2d(const gg::Tensor& x, const gg::Tensor& weight, std::size_t stride, std::size_t padding) {
  const std::size_t N = x.size(0), C = x.size(1), H = x.size(2), W = x.size(3), K = weight.size(0),
                    k = weight.size(2);
  const std::size_t Ho = (H + 2 * padding - k) / stride + 1, Wo = (W + 2 * padding - k) / stride + 1;
  gg::Tensor y = gg::zeros({N, K, Ho, Wo});
  gg::Scalar* out = y.mutable_data();
  for (std::size_t n = 0; n < N; ++n)
    for (std::size_t o = 0; o < K; ++o)
      for (std::size_t i = 0; i < Ho; ++i)
        for (std::size_t j = 0; j < Wo; ++j, ++out)
          for (std::size_t c = 0; c < C; ++c)
            for (std::size_t u = 0; u < k; ++u)
              for (std::size_t v = 0; v < k; ++v) {
                const std::size_t row = i * stride + u, column = j * stride + v;  // of the padded image
                if (row < padding || column < padding || row >= H + padding || column >= W + padding)
                  continue;
                *out += weight.data()[((o * C + c) * k + u) * k + v] *
                        x.data()[((n * C + c) * H + row - padding) * W + column - padding];
              }
  return y;
}
