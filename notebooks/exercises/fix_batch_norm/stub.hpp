#include <cmath>

#include "core/tensor.hpp"

// y = (x - mean) / sqrt(var + eps), and the running statistics afterwards. Two things are wrong with it.
gg::check::OutputAndStatistics fix_batch_norm(const gg::Tensor& x, const gg::Tensor& running_mean,
                                              const gg::Tensor& running_var, bool training, double momentum,
                                              double eps) {
  const std::size_t N = x.size(0), C = x.size(1);
  const auto m = static_cast<gg::Scalar>(N), share = static_cast<gg::Scalar>(momentum);
  gg::Tensor y = gg::zeros({N, C}), new_mean = running_mean.clone(), new_var = running_var.clone();
  for (std::size_t c = 0; c < C; ++c) {
    gg::Scalar mean = running_mean.data()[c], var = running_var.data()[c];
    gg::Scalar sum = 0, squares = 0;
    for (std::size_t n = 0; n < N; ++n) {
      const gg::Scalar value = x.data()[n * C + c];
      sum += value;
      squares += value * value;
    }
    const gg::Scalar batch_mean = sum / m, batch_var = squares / m - batch_mean * batch_mean;
    if (training) {
      mean = batch_mean;
      var = batch_var;
    }
    gg::Scalar &kept_mean = new_mean.mutable_data()[c], &kept_var = new_var.mutable_data()[c];
    kept_mean = (1 - share) * kept_mean + share * batch_mean;
    kept_var = (1 - share) * kept_var + share * batch_var * m / (m - 1);
    for (std::size_t n = 0; n < N; ++n)
      y.mutable_data()[n * C + c] =
          (x.data()[n * C + c] - mean) / std::sqrt(var + static_cast<gg::Scalar>(eps));
  }
  return {y, new_mean, new_var};
}
