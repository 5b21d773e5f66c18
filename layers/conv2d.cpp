#include "layers/conv2d.hpp"

#include "layers/filters.hpp"

namespace gg {
inline namespace GG_SCALAR {

Conv2d::Conv2d(std::size_t in_channels, std::size_t out_channels, Size2 kernel, const Conv2dOptions& options,
               bool with_bias)
    : options_(options) {
  check_groups("Conv2d", in_channels, out_channels, options.groups);
  weight = initial_filters({out_channels, in_channels / options.groups, kernel.h, kernel.w});
  if (with_bias) bias = initial_bias(out_channels, weight);
}

Tensor Conv2d::forward(const Tensor& x) { return conv2d(x, weight, bias, options_); }

void Conv2d::members(Members& m) {
  m.parameter("weight", weight);
  m.parameter("bias", bias);
}

std::string Conv2d::describe() const {
  return "Conv2d(" + text(weight.size(1) * options_.groups) + ", " + text(weight.size(0)) +
         ", kernel_size=" + size_text({weight.size(2), weight.size(3)}) +
         unless("stride", options_.stride, 1) + unless("padding", options_.padding, 0) +
         unless("dilation", options_.dilation, 1) + unless("groups", options_.groups, 1) +
         (bias.defined() ? "" : ", bias=false") + ")";
}

}  // namespace GG_SCALAR
}  // namespace gg
