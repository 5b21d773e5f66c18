#include "core/tensor.hpp"

gg::check::Gradients batch_norm_backward(const gg::Tensor& x, const gg::Tensor& gamma, const gg::Tensor& dy,
                                         double eps) {
  (void)x, (void)gamma, (void)dy, (void)eps;
  gg::check::not_written();
}
