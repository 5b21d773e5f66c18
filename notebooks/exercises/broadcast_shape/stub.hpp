#include <algorithm>

#include "core/tensor.hpp"

gg::Shape broadcast_shape(const gg::Shape& a, const gg::Shape& b) {
  (void)a, (void)b;
  gg::check::not_written();
}
