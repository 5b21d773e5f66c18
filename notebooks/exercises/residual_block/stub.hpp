#include "core/ops/activation.hpp"
#include "core/ops/convolution.hpp"
#include "core/ops/elementwise.hpp"
#include "core/ops/normalization.hpp"

gg::Tensor residual_block(const gg::Tensor& x, const gg::Tensor& weight1, const gg::Tensor& weight2,
                          const gg::Tensor& gamma2, std::size_t groups) {
  (void)x, (void)weight1, (void)weight2, (void)gamma2, (void)groups;
  gg::check::not_written();
}
