#include <cmath>

#include "core/tensor.hpp"

gg::Tensor batch_norm(const gg::Tensor& x, const gg::Tensor& gamma, const gg::Tensor& beta, double eps) {
  const std::size_t N = x.size(0), C = x.size(1), spatial = x.size(2) * x.size(3);
  const double m = static_cast<double>(N * spatial);
  gg::Tensor y = gg::zeros(x.shape());
  for (std::size_t c = 0; c < C; ++c) {
    const auto each = [&](auto f) {  // element of channel c
      for (std::size_t n = 0; n < N; ++n)
        for (std::size_t s = 0; s < spatial; ++s) f((n * C + c) * spatial + s);
    };
    double mean = 0, var = 0;
    each([&](std::size_t i) { mean += x.data()[i] / m; });
    each([&](std::size_t i) { var += (x.data()[i] - mean) * (x.data()[i] - mean) / m; });
    const double scale = gamma.data()[c] / std::sqrt(var + eps);
    each([&](std::size_t i) {
      y.mutable_data()[i] = static_cast<gg::Scalar>((x.data()[i] - mean) * scale + beta.data()[c]);
    });
  }
  return y;
}
