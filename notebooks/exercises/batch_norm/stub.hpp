#include "core/tensor.hpp"

gg::Tensor batch_norm(const gg::Tensor& x, const gg::Tensor& gamma, const gg::Tensor& beta, double eps) {
  (void)x, (void)gamma, (void)beta, (void)eps;
  gg::check::not_written();
}
