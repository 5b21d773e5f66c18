#include "layers/conv_transpose2d.hpp"

#include "layers/filters.hpp"

namespace gg {
inline namespace GG_SCALAR {

ConvTranspose2d::ConvTranspose2d(std::size_t in_channels, std::size_t out_channels, Size2 kernel,
                                 const ConvTranspose2dOptions& options, bool with_bias)
    : options_(options) {
  check_groups("ConvTranspose2d", in_channels, out_channels, options.groups);
  weight = initial_filters({in_channels, out_channels / options.groups, kernel.h, kernel.w});
  if (with_bias) bias = initial_bias(out_channels, weight);
}

Tensor ConvTranspose2d::forward(const Tensor& x) { return conv_transpose2d(x, weight, bias, options_); }

void ConvTranspose2d::members(Members& m) {
  m.parameter("weight", weight);
  m.parameter("bias", bias);
}

std::string ConvTranspose2d::describe() const {
  return "ConvTranspose2d(" + text(weight.size(0)) + ", " + text(weight.size(1) * options_.groups) +
         ", kernel_size=" + size_text({weight.size(2), weight.size(3)}) +
         unless("stride", options_.stride, 1) + unless("padding", options_.padding, 0) +
         unless("output_padding", options_.output_padding, 0) + unless("dilation", options_.dilation, 1) +
         unless("groups", options_.groups, 1) + (bias.defined() ? "" : ", bias=false") + ")";
}

}  // namespace GG_SCALAR
}  // namespace gg
