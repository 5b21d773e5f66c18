#include <cmath>

#include "core/tensor.hpp"

gg::check::Gradients batch_norm_backward(const gg::Tensor& x, const gg::Tensor& gamma, const gg::Tensor& dy,
                                         double eps) {
  const std::size_t N = x.size(0), C = x.size(1), spatial = x.size(2) * x.size(3);
  const double m = static_cast<double>(N * spatial);
  gg::Tensor dx = gg::zeros(x.shape()), dgamma = gg::zeros({C}), dbeta = gg::zeros({C});
  for (std::size_t c = 0; c < C; ++c) {
    const auto each = [&](auto f) {  // element of channel c
      for (std::size_t n = 0; n < N; ++n)
        for (std::size_t s = 0; s < spatial; ++s) f((n * C + c) * spatial + s);
    };
    double mean = 0, var = 0, sum = 0, sum_hat = 0;  // sums of dy, and of dy x_hat
    each([&](std::size_t i) { mean += x.data()[i] / m; });
    each([&](std::size_t i) { var += (x.data()[i] - mean) * (x.data()[i] - mean) / m; });
    const double rstd = 1 / std::sqrt(var + eps);
    const auto hat = [&](std::size_t i) { return (x.data()[i] - mean) * rstd; };
    each([&](std::size_t i) { sum += dy.data()[i]; });
    each([&](std::size_t i) { sum_hat += dy.data()[i] * hat(i); });
    each([&](std::size_t i) {
      dx.mutable_data()[i] =
          static_cast<gg::Scalar>(gamma.data()[c] * rstd * (dy.data()[i] - sum / m - hat(i) * sum_hat / m));
    });
    dgamma.mutable_data()[c] = static_cast<gg::Scalar>(sum_hat);
    dbeta.mutable_data()[c] = static_cast<gg::Scalar>(sum);
  }
  return {dx, dgamma, dbeta};
}
