#include "core/kernels/pooling.hpp"

#include <algorithm>
#include <cmath>

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace {

// One window along one axis: the part inside the input, and its extent with padding.
struct Window {
  std::size_t first, last, extent;
};

Window window(const ConvAxis& a, std::size_t o) {
  const std::size_t start = o * a.stride, end = std::min(start + a.kernel, a.in + 2 * a.padding);
  return {start > a.padding ? start - a.padding : 0, std::min(end - std::min(end, a.padding), a.in),
          end - start};
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

void max_pool2d(const PoolShape& s, const Scalar* x, std::size_t* chosen) {
  for_each_window(s, [&](std::size_t position, std::size_t plane, Window rows, Window columns) {
    std::size_t best = plane + rows.first * s.w.in + columns.first;
    for (std::size_t r = rows.first; r < rows.last; ++r) {
      for (std::size_t c = columns.first; c < columns.last; ++c) {
        const std::size_t here = plane + r * s.w.in + c;
        if (x[here] > x[best] || std::isnan(x[here])) best = here;
      }
    }
    chosen[position] = best;
  });
}

void avg_pool2d(const PoolShape& s, const Scalar* x, Scalar* y) {
  for_each_window(s, [&](std::size_t position, std::size_t plane, Window rows, Window columns) {
    Scalar total = 0;
    for (std::size_t r = rows.first; r < rows.last; ++r) {
      for (std::size_t c = columns.first; c < columns.last; ++c) total += x[plane + r * s.w.in + c];
    }
    y[position] = total / static_cast<Scalar>(rows.extent * columns.extent);
  });
}

void avg_pool2d_backward(const PoolShape& s, const Scalar* dy, Scalar* dx) {
  std::fill_n(dx, s.planes * s.h.in * s.w.in, Scalar{0});
  for_each_window(s, [&](std::size_t position, std::size_t plane, Window rows, Window columns) {
    const Scalar share = dy[position] / static_cast<Scalar>(rows.extent * columns.extent);
    for (std::size_t r = rows.first; r < rows.last; ++r) {
      for (std::size_t c = columns.first; c < columns.last; ++c) dx[plane + r * s.w.in + c] += share;
    }
  });
}

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
