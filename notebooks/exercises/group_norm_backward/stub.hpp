#include "core/tensor.hpp"

gg::check::Gradients group_norm_backward(const gg::Tensor& x, const gg::Tensor& gamma, const gg::Tensor& dy,
                                         std::size_t groups, double eps) {
  (void)x, (void)gamma, (void)dy, (void)groups, (void)eps;
  gg::check::not_written();
}
