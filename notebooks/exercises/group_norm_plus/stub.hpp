#include "core/ops/elementwise.hpp"
#include "core/ops/normalization.hpp"
#include "core/ops/shape.hpp"

gg::Tensor group_norm_plus(const gg::Tensor& x, std::size_t groups, const gg::Tensor& gamma,
                           const gg::Tensor& beta, double lambda, double eps) {
  (void)x, (void)groups, (void)gamma, (void)beta, (void)lambda, (void)eps;
  gg::check::not_written();
}
