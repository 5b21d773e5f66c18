#include "layers/filters.hpp"

#include <cmath>

#include "layers/init.hpp"

namespace gg {
inline namespace GG_SCALAR {

void check_groups(const char* layer, std::size_t in_channels, std::size_t out_channels, std::size_t groups) {
  GG_CHECK(groups >= 1 && in_channels >= groups && out_channels >= groups && in_channels % groups == 0 &&
               out_channels % groups == 0,
           layer, ": expected channels to be divisible by groups, got ", in_channels, " in, ", out_channels,
           " out and groups ", groups);
}

Tensor initial_filters(const Shape& shape) {
  Tensor weight = empty(shape).requires_grad_();
  init::kaiming_uniform_(weight, std::sqrt(5.0));
  return weight;
}

Tensor initial_bias(std::size_t size, const Tensor& filters) {
  Tensor bias = empty({size}).requires_grad_();
  const double bound = 1 / std::sqrt(init::fan_of(filters).in);
  init::uniform_(bias, -bound, bound);
  return bias;
}

std::string size_text(Size2 size) { return size.h == size.w ? text(size.h) : text(Shape{size.h, size.w}); }

std::string unless(const char* name, Size2 value, std::size_t usual) {
  return value.h == usual && value.w == usual ? "" : std::string(", ") + name + "=" + size_text(value);
}

}  // namespace GG_SCALAR
}  // namespace gg
