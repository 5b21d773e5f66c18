#include <cmath>

#include "core/tensor.hpp"

gg::Tensor group_norm(const gg::Tensor& x, std::size_t groups, const gg::Tensor& gamma,
                      const gg::Tensor& beta, double eps) {
  const std::size_t N = x.size(0), C = x.size(1), spatial = x.size(2) * x.size(3), m = C / groups * spatial;
  gg::Tensor y = gg::zeros(x.shape());
  for (std::size_t set = 0; set < N * groups; ++set) {  // the elements of a set lie side by side
    const gg::Scalar* px = x.data() + set * m;
    double mean = 0, var = 0;
    for (std::size_t i = 0; i < m; ++i) mean += px[i] / static_cast<double>(m);
    for (std::size_t i = 0; i < m; ++i) var += (px[i] - mean) * (px[i] - mean) / static_cast<double>(m);
    for (std::size_t i = 0; i < m; ++i) {
      const std::size_t c = (set * m + i) / spatial % C;
      const double hat = (px[i] - mean) / std::sqrt(var + eps);
      y.mutable_data()[set * m + i] = static_cast<gg::Scalar>(gamma.data()[c] * hat + beta.data()[c]);
    }
  }
  return y;
}
