#include <cmath>

#include "core/ops/elementwise.hpp"
#include "core/ops/normalization.hpp"
#include "core/ops/shape.hpp"

gg::Tensor group_norm_plus(const gg::Tensor& x, std::size_t groups, const gg::Tensor& gamma,
                           const gg::Tensor& beta, double lambda, double eps) {
  const gg::Tensor g = gg::group_norm(x, groups, {}, {}, eps);
  const gg::Tensor b = gg::batch_norm(g, {}, {}, {}, true, 0.1, eps);
  const double s = 1 / (1 + std::exp(-lambda));
  const gg::Shape per_channel = {1, x.size(1), 1, 1};
  return gg::reshape(gamma, per_channel) * (s * g + (1 - s) * b) + gg::reshape(beta, per_channel);
}
