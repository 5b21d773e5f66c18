// A 3x3 convolution with padding 1, with the gradients of x, weight and bias.
#include "core/ops/convolution.hpp"
#include "tests/bench/conv_cells.hpp"

namespace gg::bench {
namespace {

const RegisterFamily conv2d_both(
    {"conv2d", kConvSizes, conv_cells(), [](const Sizes& s) -> Body {
       Conv2dOptions options;
       options.stride = s[4];
       options.padding = 1;
       Tensor x = randn({s[0], s[1], s[3], s[3]}), weight = randn({s[2], s[1], 3, 3}), bias = randn({s[2]});
       const Tensor dy = randn(conv2d(x, weight, bias, options).shape());
       for (Tensor* leaf : {&x, &weight, &bias}) leaf->requires_grad_();
       return [=]() mutable {
         conv2d(x, weight, bias, options).backward(dy);
         for (Tensor* leaf : {&x, &weight, &bias}) leaf->zero_grad();
       };
     }});

}  // namespace
}  // namespace gg::bench
