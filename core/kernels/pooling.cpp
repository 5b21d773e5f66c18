#include "core/kernels/pooling.hpp"

#include <algorithm>
#include <cmath>

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace {

struct Range {
  std::size_t first, last;
};

// The part of window `o` that lies inside the input.
Range window(const ConvAxis& a, std::size_t o) {
  const std::size_t start = o * a.stride, end = start + a.kernel;
  return {start > a.padding ? start - a.padding : 0, std::min(end - a.padding, a.in)};
}

// Calls visit(output position, plane offset, rows, columns) for each window.
template <class Visit>
void for_each_window(const PoolShape& s, Visit visit) {
  std::size_t position = 0;
  for (std::size_t plane = 0; plane < s.planes; ++plane) {
    for (std::size_t i = 0; i < s.h.out; ++i) {
      for (std::size_t j = 0; j < s.w.out; ++j, ++position) {
        visit(position, plane * s.h.in * s.w.in, window(s.h, i), window(s.w, j));
      }
    }
  }
}

}  // namespace

void max_pool2d(const PoolShape& s, const Scalar* x, Scalar* y, std::uint64_t* chosen) {
  for_each_window(s, [&](std::size_t position, std::size_t plane, Range rows, Range columns) {
    std::size_t best = plane + rows.first * s.w.in + columns.first;
    for (std::size_t r = rows.first; r < rows.last; ++r) {
      for (std::size_t c = columns.first; c < columns.last; ++c) {
        const std::size_t here = plane + r * s.w.in + c;
        if (x[here] > x[best] || std::isnan(x[here])) best = here;
      }
    }
    y[position] = x[best];
    chosen[position] = best;
  });
}

void avg_pool2d(const PoolShape& s, const Scalar* x, Scalar* y) {
  const Scalar scale = Scalar{1} / static_cast<Scalar>(s.h.kernel * s.w.kernel);
  for_each_window(s, [&](std::size_t position, std::size_t plane, Range rows, Range columns) {
    Scalar total = 0;
    for (std::size_t r = rows.first; r < rows.last; ++r) {
      for (std::size_t c = columns.first; c < columns.last; ++c) total += x[plane + r * s.w.in + c];
    }
    y[position] = total * scale;
  });
}

void avg_pool2d_backward(const PoolShape& s, const Scalar* dy, Scalar* dx) {
  const Scalar scale = Scalar{1} / static_cast<Scalar>(s.h.kernel * s.w.kernel);
  std::fill_n(dx, s.planes * s.h.in * s.w.in, Scalar{0});
  for_each_window(s, [&](std::size_t position, std::size_t plane, Range rows, Range columns) {
    for (std::size_t r = rows.first; r < rows.last; ++r) {
      for (std::size_t c = columns.first; c < columns.last; ++c)
        dx[plane + r * s.w.in + c] += dy[position] * scale;
    }
  });
}

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
