#include "layers/pooling.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

std::string describe_pool(const char* name, Size2 kernel, const Pool2dOptions& o) {
  const auto size = [](Size2 s) { return s.h == s.w ? text(s.h) : text(Shape{s.h, s.w}); };
  return std::string(name) + "(kernel_size=" + size(kernel) +
         ", stride=" + size(o.stride.h ? o.stride : kernel) +
         (o.padding.h + o.padding.w ? ", padding=" + size(o.padding) : "") + ")";
}

}  // namespace

std::string MaxPool2d::describe() const { return describe_pool("MaxPool2d", kernel_, options_); }
std::string AvgPool2d::describe() const { return describe_pool("AvgPool2d", kernel_, options_); }

}  // namespace GG_SCALAR
}  // namespace gg
