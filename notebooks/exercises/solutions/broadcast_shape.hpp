#include <algorithm>

#include "core/tensor.hpp"

gg::Shape broadcast_shape(const gg::Shape& a, const gg::Shape& b) {
  gg::Shape result(std::max(a.size(), b.size()));
  for (std::size_t i = 1; i <= result.size(); ++i) {  // from the last axis
    const std::size_t p = i <= a.size() ? a[a.size() - i] : 1, q = i <= b.size() ? b[b.size() - i] : 1;
    if (p != q && p != 1 && q != 1) throw gg::Error("the shapes do not fit");
    result[result.size() - i] = std::max(p, q);
  }
  return result;
}
