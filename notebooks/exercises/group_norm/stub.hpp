#include "core/tensor.hpp"

gg::Tensor group_norm(const gg::Tensor& x, std::size_t groups, const gg::Tensor& gamma,
                      const gg::Tensor& beta, double eps) {
  (void)x, (void)groups, (void)gamma, (void)beta, (void)eps;
  gg::check::not_written();
}
