#include "layers/conv1d.hpp"

#include "layers/filters.hpp"

namespace gg {
inline namespace GG_SCALAR {

Conv1d::Conv1d(std::size_t in_channels, std::size_t out_channels, std::size_t kernel,
               const Conv1dOptions& options, bool with_bias)
    : options_(options) {
  check_groups("Conv1d", in_channels, out_channels, options.groups);
  weight = initial_filters({out_channels, in_channels / options.groups, kernel});
  if (with_bias) bias = initial_bias(out_channels, weight);
}

Tensor Conv1d::forward(const Tensor& x) { return conv1d(x, weight, bias, options_); }

void Conv1d::members(Members& m) {
  m.parameter("weight", weight);
  m.parameter("bias", bias);
}

std::string Conv1d::describe() const {
  return "Conv1d(" + text(weight.size(1) * options_.groups) + ", " + text(weight.size(0)) +
         ", kernel_size=" + text(weight.size(2)) + unless("stride", options_.stride, 1) +
         unless("padding", options_.padding, 0) + unless("dilation", options_.dilation, 1) +
         unless("groups", options_.groups, 1) + (bias.defined() ? "" : ", bias=false") + ")";
}

}  // namespace GG_SCALAR
}  // namespace gg
