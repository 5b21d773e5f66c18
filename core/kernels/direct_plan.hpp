// What the loops of the direct convolution have to know, worked out once a call: where padded planes lie,
// which taps an output sees, and how rows and columns step. direct_convolution.hpp is the page to read first.
#pragma once

#include "core/kernels/convolution.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace direct {

constexpr std::size_t kLine = 64 / sizeof(Scalar);  // a cache line, and the widest vector

// A copy of one sample's planes (channels, rows, columns) with zeros around them. `side` zeros lie between
// one row's end and the next one's start and serve both; `top` rows of zeros lie above and below each plane.
struct Planes {
  std::size_t channels, rows, columns, top, side;
  std::size_t pitch, plane;  // elements from one row to the next, from one channel to the next
  std::size_t origin, size;  // where element (0, 0, 0) lies; elements in all

  Planes(std::size_t channels, std::size_t rows, std::size_t columns, std::size_t top, std::size_t side);
};

struct Step {
  std::size_t h, w;
};

// One element of the kernel as an output sees it, or the first of some neighbours in a row.
struct Tap {
  std::ptrdiff_t row;    // input row, counted from out_row / out_step * in_step
  std::ptrdiff_t input;  // input element, counted likewise
  std::size_t weight;    // which of the kernel's kh * kw
};

// Kernel rows are cut into segments of this many neighbouring taps, and a rest of fewer.
constexpr std::size_t kSegment = 3;

// The outputs (i, j) with the same remainders by out_step see the same taps: taps[full] up to taps[rest] are
// segments of kSegment, taps[rest] up to taps[end] of rest_taps; both in order of their rows.
struct Phase {
  std::size_t full, rest, end, rest_taps;
};

// Forward and dX: each output is a sum over input channels and taps. Forward has one phase, dX
// stride.h * stride.w of them.
struct TapSum {
  Planes in;
  std::size_t channels, rows, columns;  // of the output
  std::size_t chunk_rows;               // output rows that are computed before they are written
  std::size_t kernel;                   // kh * kw
  Step in_step, out_step;
  std::ptrdiff_t weight_step;  // from one tap of a segment to the next
  std::vector<Tap> taps;
  std::vector<Phase> phases;  // (a, b) is phases[a * out_step.w + b]
};

TapSum forward_sum(const ConvShape& s);
TapSum input_sum(const ConvShape& s);  // from dy to dx

// The same sums for few output channels and an input step of 1, computed for planes as one long row: output
// (i, j) of a phase stands at i * in.pitch + j, and what lies between the rows is computed and dropped.
struct FlatSum {
  Planes in;
  std::size_t channels, rows, columns;    // of the output
  std::size_t weight_channel, weight_in;  // weights from one output, one input channel to the next
  Step out_step;
  std::size_t flat_size;  // elements of one channel of the largest phase, rounded up to a vector
  std::vector<Tap> taps;
  std::vector<std::size_t> first;  // phase (a, b) has taps[first[a * out_step.w + b]] up to the next one's
};

FlatSum forward_flat(const ConvShape& s);  // strides of 1
FlatSum input_flat(const ConvShape& s);

// Neighbouring taps of one kernel row and one input channel.
struct Segment {
  std::ptrdiff_t input;     // input element of output (0, 0) and the first tap
  std::size_t weight;       // the first tap's place in (C, kh, kw)
  std::size_t first, last;  // output rows for which the tap lies inside the input
};

// dW: each weight is a sum over samples and outputs. First come the segments of kSegment taps, then the
// rests, of kw % kSegment; both in order of kernel rows.
struct WeightSum {
  Planes in;
  std::size_t channels, rows, columns;  // of the output
  std::size_t chunk_rows;
  std::size_t weights;  // C * kh * kw
  Step step;
  std::size_t tap_step;  // dilation along a row
  std::vector<Segment> segments;
  std::size_t full, rest;  // number of segments with kSegment taps; taps of the others
};

WeightSum weight_sum(const ConvShape& s);

}  // namespace direct
}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
