#include "core/ops/matmul.hpp"
#include "core/ops/reduce.hpp"
#include "core/tensor.hpp"

gg::check::Gradients linear_backward(const gg::Tensor& x, const gg::Tensor& weight, const gg::Tensor& dy) {
  return {gg::matmul(dy, weight), gg::matmul(dy, x, true), gg::sum(dy, {0})};
}
