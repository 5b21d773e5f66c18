#include <cmath>

#include "core/tensor.hpp"

gg::check::Gradients group_norm_backward(const gg::Tensor& x, const gg::Tensor& gamma, const gg::Tensor& dy,
                                         std::size_t groups, double eps) {
  const std::size_t N = x.size(0), C = x.size(1), spatial = x.numel() / (N * C), m = C / groups * spatial;
  gg::Tensor dx = gg::zeros(x.shape()), dgamma = gg::zeros({C}), dbeta = gg::zeros({C});
  for (std::size_t set = 0; set < N * groups; ++set) {
    const gg::Scalar *px = x.data() + set * m, *pd = dy.data() + set * m;
    const auto channel = [&](std::size_t i) { return (set * m + i) / spatial % C; };
    double mean = 0, var = 0;
    for (std::size_t i = 0; i < m; ++i) mean += px[i] / static_cast<double>(m);
    for (std::size_t i = 0; i < m; ++i) var += (px[i] - mean) * (px[i] - mean) / static_cast<double>(m);
    const double rstd = 1 / std::sqrt(var + eps);
    double mean_g = 0, mean_g_hat = 0;  // of g = dy gamma, and of g x_hat
    for (std::size_t i = 0; i < m; ++i) {
      const double hat = (px[i] - mean) * rstd, g = pd[i] * gamma.data()[channel(i)];
      mean_g += g / static_cast<double>(m);
      mean_g_hat += g * hat / static_cast<double>(m);
      dgamma.mutable_data()[channel(i)] += static_cast<gg::Scalar>(pd[i] * hat);
      dbeta.mutable_data()[channel(i)] += pd[i];
    }
    for (std::size_t i = 0; i < m; ++i) {
      const double hat = (px[i] - mean) * rstd, g = pd[i] * gamma.data()[channel(i)];
      dx.mutable_data()[set * m + i] = static_cast<gg::Scalar>(rstd * (g - mean_g - hat * mean_g_hat));
    }
  }
  return {dx, dgamma, dbeta};
}
