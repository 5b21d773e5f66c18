#include <cmath>

#include "core/tensor.hpp"

gg::check::OutputAndStatistics fix_batch_norm(const gg::Tensor& x, const gg::Tensor& running_mean,
                                              const gg::Tensor& running_var, bool training, double momentum,
                                              double eps) {
  const std::size_t N = x.size(0), C = x.size(1);
  const auto m = static_cast<gg::Scalar>(N), share = static_cast<gg::Scalar>(momentum);
  gg::Tensor y = gg::zeros({N, C}), new_mean = running_mean.clone(), new_var = running_var.clone();
  for (std::size_t c = 0; c < C; ++c) {
    gg::Scalar mean = running_mean.data()[c], var = running_var.data()[c];
    if (training) {
      gg::Scalar sum = 0, squares = 0;
      for (std::size_t n = 0; n < N; ++n) sum += x.data()[n * C + c];
      mean = sum / m;
      for (std::size_t n = 0; n < N; ++n) {  // about the mean: E[x^2] - E[x]^2 loses its digits
        const gg::Scalar difference = x.data()[n * C + c] - mean;
        squares += difference * difference;
      }
      var = squares / m;
      gg::Scalar &kept_mean = new_mean.mutable_data()[c], &kept_var = new_var.mutable_data()[c];
      kept_mean = (1 - share) * kept_mean + share * mean;
      kept_var = (1 - share) * kept_var + share * squares / (m - 1);
    }
    for (std::size_t n = 0; n < N; ++n)
      y.mutable_data()[n * C + c] =
          (x.data()[n * C + c] - mean) / std::sqrt(var + static_cast<gg::Scalar>(eps));
  }
  return {y, new_mean, new_var};
}
