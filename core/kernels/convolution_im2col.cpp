#include "core/kernels/convolution_im2col.hpp"

#include <algorithm>

#include "core/kernels/gemm.hpp"
#include "core/memory.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace im2col {
namespace {

// The sizes of one sample's matrix product within one group.
struct GroupSizes {
  std::size_t in_plane, out_plane, channels, filters, rows;
  bool pointwise;  // a 1x1 kernel that visits every position once: x is its own column matrix

  explicit GroupSizes(const ConvShape& s)
      : in_plane(s.h.in * s.w.in),
        out_plane(s.h.out * s.w.out),
        channels(s.C / s.groups),
        filters(s.K / s.groups),
        rows(channels * s.h.kernel * s.w.kernel),
        pointwise(plain(s.h) && plain(s.w)) {}

  static bool plain(const ConvAxis& a) {
    return a.kernel == 1 && a.stride == 1 && a.padding == 0 && a.in == a.out;
  }
};

// Calls visit(x offset, cols offset, count) for each run of a column matrix's row that lies inside the input;
// the x positions are w.stride apart.
template <class Visit>
void for_each_run(const ConvShape& s, std::size_t channels, Visit visit) {
  std::size_t row = 0;
  for (std::size_t c = 0; c < channels; ++c) {
    for (std::size_t u = 0; u < s.h.kernel; ++u) {
      const Range rows = outputs_inside(s.h, u);
      for (std::size_t v = 0; v < s.w.kernel; ++v, ++row) {
        const Range columns = outputs_inside(s.w, v);
        if (columns.first == columns.last) continue;
        for (std::size_t i = rows.first; i < rows.last; ++i) {
          const std::size_t y = i * s.h.stride + u * s.h.dilation - s.h.padding;
          const std::size_t x = columns.first * s.w.stride + v * s.w.dilation - s.w.padding;
          visit((c * s.h.in + y) * s.w.in + x, (row * s.h.out + i) * s.w.out + columns.first,
                columns.last - columns.first);
        }
      }
    }
  }
}

void image_to_columns(const ConvShape& s, const GroupSizes& g, const Scalar* x, Scalar* cols) {
  std::fill_n(cols, g.rows * g.out_plane, Scalar{0});
  for_each_run(s, g.channels, [&](std::size_t from, std::size_t to, std::size_t n) {
    if (s.w.stride == 1) {
      std::copy_n(x + from, n, cols + to);
    } else {
      for (std::size_t i = 0; i < n; ++i) cols[to + i] = x[from + i * s.w.stride];
    }
  });
}

// The transpose of image_to_columns: adds each column back to the window it came from.
void columns_to_image(const ConvShape& s, const GroupSizes& g, const Scalar* cols, Scalar* x) {
  std::fill_n(x, g.channels * g.in_plane, Scalar{0});
  for_each_run(s, g.channels, [&](std::size_t to, std::size_t from, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) x[to + i * s.w.stride] += cols[from + i];
  });
}

// Calls visit(x, y, weight offsets) for each sample and group.
template <class Visit>
void for_each_group(const ConvShape& s, const GroupSizes& g, Visit visit) {
  for (std::size_t n = 0; n < s.N; ++n) {
    for (std::size_t group = 0; group < s.groups; ++group) {
      visit((n * s.C + group * g.channels) * g.in_plane, (n * s.K + group * g.filters) * g.out_plane,
            group * g.filters * g.rows);
    }
  }
}

}  // namespace

void conv2d(const ConvShape& s, const Scalar* x, const Scalar* weight, const Scalar* bias, Scalar* y) {
  const GroupSizes g(s);
  Buffer scratch(g.rows * g.out_plane * sizeof(Scalar));
  for (std::size_t plane = 0; bias && plane < s.N * s.K; ++plane) {
    std::fill_n(y + plane * g.out_plane, g.out_plane, bias[plane % s.K]);
  }
  for_each_group(s, g, [&](std::size_t x_at, std::size_t y_at, std::size_t w_at) {
    const Scalar* cols = x + x_at;
    if (!g.pointwise) {
      image_to_columns(s, g, x + x_at, scratch.as<Scalar>());
      cols = scratch.as<Scalar>();
    }
    gemm(false, false, g.filters, g.out_plane, g.rows, weight + w_at, cols, bias ? 1 : 0, y + y_at);
  });
}

void conv2d_input(const ConvShape& s, const Scalar* dy, const Scalar* weight, Scalar* dx) {
  const GroupSizes g(s);
  Buffer scratch(g.rows * g.out_plane * sizeof(Scalar));
  for_each_group(s, g, [&](std::size_t x_at, std::size_t y_at, std::size_t w_at) {
    Scalar* cols = g.pointwise ? dx + x_at : scratch.as<Scalar>();
    gemm(true, false, g.rows, g.out_plane, g.filters, weight + w_at, dy + y_at, 0, cols);
    if (!g.pointwise) columns_to_image(s, g, cols, dx + x_at);
  });
}

void conv2d_weight(const ConvShape& s, const Scalar* dy, const Scalar* x, Scalar* dw) {
  const GroupSizes g(s);
  Buffer scratch(g.rows * g.out_plane * sizeof(Scalar));
  std::fill_n(dw, s.K * g.rows, Scalar{0});
  for_each_group(s, g, [&](std::size_t x_at, std::size_t y_at, std::size_t w_at) {
    const Scalar* cols = x + x_at;
    if (!g.pointwise) {
      image_to_columns(s, g, x + x_at, scratch.as<Scalar>());
      cols = scratch.as<Scalar>();
    }
    gemm(false, true, g.filters, g.rows, g.out_plane, dy + y_at, cols, 1, dw + w_at);
  });
}

}  // namespace im2col
}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
