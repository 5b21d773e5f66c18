#include "layers/conv2d.hpp"

#include <cmath>

#include "layers/init.hpp"

namespace gg {
inline namespace GG_SCALAR {

Conv2d::Conv2d(std::size_t in_channels, std::size_t out_channels, Size2 kernel,
               const Conv2dLayerOptions& options)
    : options_(options) {
  const std::size_t groups = options.groups;
  GG_CHECK(groups >= 1 && in_channels >= groups && out_channels >= groups && in_channels % groups == 0 &&
               out_channels % groups == 0,
           "Conv2d: expected channels to be divisible by groups, got ", in_channels, " in, ", out_channels,
           " out and groups ", groups);
  weight = empty({out_channels, in_channels / groups, kernel.h, kernel.w}).requires_grad_();
  init::kaiming_uniform_(weight, std::sqrt(5.0));
  if (!options.bias) return;
  bias = empty({out_channels}).requires_grad_();
  const double bound = 1 / std::sqrt(init::fan_of(weight).in);
  init::uniform_(bias, -bound, bound);
}

Tensor Conv2d::forward(const Tensor& x) { return conv2d(x, weight, bias, options_); }

void Conv2d::members(Members& m) {
  m.parameter("weight", weight);
  m.parameter("bias", bias);
}

std::string Conv2d::describe() const {
  const auto size = [](Size2 s) { return s.h == s.w ? text(s.h) : text(Shape{s.h, s.w}); };
  const auto unless = [&](const char* name, Size2 s, std::size_t usual) {
    return s.h == usual && s.w == usual ? std::string() : std::string(", ") + name + "=" + size(s);
  };
  return "Conv2d(" + text(weight.size(1) * options_.groups) + ", " + text(weight.size(0)) +
         ", kernel_size=" + size({weight.size(2), weight.size(3)}) + unless("stride", options_.stride, 1) +
         unless("padding", options_.padding, 0) + unless("dilation", options_.dilation, 1) +
         (options_.groups > 1 ? ", groups=" + text(options_.groups) : "") +
         (bias.defined() ? "" : ", bias=false") + ")";
}

}  // namespace GG_SCALAR
}  // namespace gg
