#include "core/kernels/direct_plan.hpp"

#include <algorithm>

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace direct {
namespace {

std::size_t ceil_div(std::size_t a, std::size_t b) { return (a + b - 1) / b; }

std::ptrdiff_t whole(std::size_t n) { return static_cast<std::ptrdiff_t>(n); }

// Elements from one channel to the next: an odd number of cache lines, so that the same element of
// neighbouring channels never falls into the same set of the cache.
std::size_t plane_stride(std::size_t elements) { return (ceil_div(elements, kLine) | 1) * kLine; }

// About this many pixels are computed before they are transposed and written, in chunks of equal height.
constexpr std::size_t kChunkPixels = 128;

std::size_t rows_of_chunk(std::size_t rows, std::size_t columns) {
  const std::size_t chunks = std::max<std::size_t>(1, rows * columns / kChunkPixels);
  return std::max<std::size_t>(1, ceil_div(rows, chunks));
}

// One kernel element along one axis: the input position it reads, from out / out_step * in_step on.
struct AxisTap {
  std::ptrdiff_t at;
  std::size_t u;
};

using AxisTaps = std::vector<AxisTap>;

// y(o) reads x(o * stride + u * dilation - padding).
AxisTaps forward_taps(const ConvAxis& a) {
  AxisTaps taps;
  for (std::size_t u = 0; u < a.kernel; ++u) taps.push_back({whole(u * a.dilation) - whole(a.padding), u});
  return taps;
}

// Backwards: dx(i) reads dy(o) where i + padding - u * dilation = o * stride. For i = phase + r * stride this
// has a solution, o = r + at, where phase + padding - u * dilation is a multiple of the stride.
AxisTaps input_taps(const ConvAxis& a, std::size_t phase) {
  AxisTaps taps;
  for (std::size_t u = a.kernel; u-- > 0;) {
    const std::ptrdiff_t distance = whole(phase + a.padding) - whole(u * a.dilation);
    if (distance % whole(a.stride) == 0) taps.push_back({distance / whole(a.stride), u});
  }
  return taps;
}

Tap tap_at(const Planes& in, const AxisTap& r, const AxisTap& c, std::size_t kernel_width) {
  return {r.at, r.at * whole(in.pitch) + c.at, r.u * kernel_width + c.u};
}

// Whether taps next to each other read inputs next to each other, for each of a row of outputs.
bool neighbours(const TapSum& sum, const AxisTaps& columns) {
  return sum.in_step.w == 1 && columns.size() > 1 && columns[1].at - columns[0].at == 1;
}

void add_phase(TapSum& sum, const AxisTaps& rows, const AxisTaps& columns, std::size_t kernel_width) {
  const std::size_t taps = columns.size();
  const bool joined = neighbours(sum, columns);
  if (joined) sum.weight_step = whole(columns[1].u) - whole(columns[0].u);
  Phase phase{sum.taps.size(), 0, 0, joined ? taps % kSegment : 1};
  const std::size_t cut = joined ? taps - phase.rest_taps : 0;
  for (const AxisTap& r : rows) {
    for (std::size_t c = 0; c < cut; c += kSegment)
      sum.taps.push_back(tap_at(sum.in, r, columns[c], kernel_width));
  }
  phase.rest = sum.taps.size();
  for (const AxisTap& r : rows) {
    for (std::size_t c = cut; c < taps; c += joined ? kSegment : 1)
      sum.taps.push_back(tap_at(sum.in, r, columns[c], kernel_width));
  }
  phase.end = sum.taps.size();
  sum.phases.push_back(phase);
}

void add_phase(FlatSum& sum, const AxisTaps& rows, const AxisTaps& columns, std::size_t kernel_width) {
  for (const AxisTap& r : rows) {
    for (const AxisTap& c : columns) sum.taps.push_back(tap_at(sum.in, r, c, kernel_width));
  }
  sum.first.push_back(sum.taps.size());
}

// All phases of dx.
template <class Sum>
void add_input_phases(Sum& sum, const ConvShape& s) {
  for (std::size_t a = 0; a < s.h.stride; ++a) {
    for (std::size_t b = 0; b < s.w.stride; ++b)
      add_phase(sum, input_taps(s.h, a), input_taps(s.w, b), s.w.kernel);
  }
}

// How far dx looks past the end of a row or column of dy, through tap 0; through the last tap it looks at
// most as far past the start, floor(((kernel - 1) * dilation - padding) / stride).
std::size_t side_of_gradient(const ConvAxis& a) {
  const std::size_t reach = (a.in - 1 + a.padding) / a.stride + 1;
  return reach - std::min(a.out, reach);
}

}  // namespace

Planes::Planes(std::size_t channels_, std::size_t rows_, std::size_t columns_, std::size_t top_,
               std::size_t side_)
    : channels(channels_),
      rows(rows_),
      columns(columns_),
      top(top_),
      side(side_),
      pitch(columns + side),
      plane(plane_stride((rows + 2 * top) * pitch)),
      origin(side + top * pitch),
      size(side + channels * plane + kLine) {}

TapSum forward_sum(const ConvShape& s) {
  TapSum sum{Planes(s.C, s.h.in, s.w.in, 0, s.w.padding),
             s.K,
             s.h.out,
             s.w.out,
             rows_of_chunk(s.h.out, s.w.out),
             s.h.kernel * s.w.kernel,
             {s.h.stride, s.w.stride},
             {1, 1},
             0,
             {},
             {}};
  add_phase(sum, forward_taps(s.h), forward_taps(s.w), s.w.kernel);
  return sum;
}

TapSum input_sum(const ConvShape& s) {
  TapSum sum{Planes(s.K, s.h.out, s.w.out, 0, side_of_gradient(s.w)),
             s.C,
             s.h.in,
             s.w.in,
             rows_of_chunk(s.h.in, s.w.in),
             s.h.kernel * s.w.kernel,
             {1, 1},
             {s.h.stride, s.w.stride},
             0,
             {},
             {}};
  add_input_phases(sum, s);
  return sum;
}

namespace {

// Rows of a flat sum must not run into each other: with the zeros at their side, they have room for an
// output's.
std::size_t side_of_flat(std::size_t side, std::size_t in, std::size_t out) {
  return std::max(side, out - std::min(in, out));
}

}  // namespace

FlatSum forward_flat(const ConvShape& s) {
  const std::size_t kernel = s.h.kernel * s.w.kernel;
  const std::size_t side = side_of_flat(s.w.padding, s.w.in, s.w.out);
  FlatSum sum{Planes(s.C, s.h.in, s.w.in, s.h.padding, side),
              s.K,
              s.h.out,
              s.w.out,
              s.C * kernel,
              kernel,
              {1, 1},
              0,
              {},
              {0}};
  sum.flat_size = ceil_div(s.h.out * sum.in.pitch, kLine) * kLine;
  add_phase(sum, forward_taps(s.h), forward_taps(s.w), s.w.kernel);
  return sum;
}

FlatSum input_flat(const ConvShape& s) {
  const std::size_t kernel = s.h.kernel * s.w.kernel;
  const std::size_t side = side_of_flat(side_of_gradient(s.w), s.w.out, ceil_div(s.w.in, s.w.stride));
  FlatSum sum{Planes(s.K, s.h.out, s.w.out, side_of_gradient(s.h), side),
              s.C,
              s.h.in,
              s.w.in,
              kernel,
              s.C * kernel,
              {s.h.stride, s.w.stride},
              0,
              {},
              {0}};
  sum.flat_size = ceil_div(ceil_div(s.h.in, s.h.stride) * sum.in.pitch, kLine) * kLine;
  add_input_phases(sum, s);
  return sum;
}

WeightSum weight_sum(const ConvShape& s) {
  WeightSum sum{Planes(s.C, s.h.in, s.w.in, s.h.padding, s.w.padding),
                s.K,
                s.h.out,
                s.w.out,
                rows_of_chunk(s.h.out, s.w.out),
                s.C * s.h.kernel * s.w.kernel,
                {s.h.stride, s.w.stride},
                s.w.dilation,
                {},
                s.h.kernel * s.C * (s.w.kernel / kSegment),
                s.w.kernel % kSegment};
  const std::size_t cut = s.w.kernel - sum.rest;
  const auto add = [&](std::size_t from, std::size_t to) {
    for (std::size_t u = 0; u < s.h.kernel; ++u) {
      const Range inside = outputs_inside(s.h, u);
      for (std::size_t c = 0; c < s.C; ++c) {
        for (std::size_t v = from; v < to; v += kSegment) {
          const std::ptrdiff_t row = whole(u * s.h.dilation) - whole(s.h.padding);
          const std::ptrdiff_t column = whole(v * s.w.dilation) - whole(s.w.padding);
          sum.segments.push_back({whole(c * sum.in.plane) + row * whole(sum.in.pitch) + column,
                                  (c * s.h.kernel + u) * s.w.kernel + v, inside.first, inside.last});
        }
      }
    }
  };
  add(0, cut);
  add(cut, s.w.kernel);
  return sum;
}

}  // namespace direct
}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
