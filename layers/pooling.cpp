#include "layers/pooling.hpp"

#include "layers/filters.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

std::string describe_pool(const char* name, Size2 kernel, const Pool2dOptions& o) {
  const Size2 stride(o.stride.h ? o.stride.h : kernel.h, o.stride.w ? o.stride.w : kernel.w);
  return std::string(name) + "(kernel_size=" + size_text(kernel) + ", stride=" + size_text(stride) +
         unless("padding", o.padding, 0) + (o.ceil_mode ? ", ceil_mode=true" : "") + ")";
}

}  // namespace

std::string MaxPool2d::describe() const { return describe_pool("MaxPool2d", kernel_, options_); }
std::string AvgPool2d::describe() const { return describe_pool("AvgPool2d", kernel_, options_); }
std::string AdaptiveAvgPool2d::describe() const { return "AdaptiveAvgPool2d(" + size_text(size_) + ")"; }

}  // namespace GG_SCALAR
}  // namespace gg
