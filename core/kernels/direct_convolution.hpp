// The direct convolution: no column matrix and no BLAS, all three passes near the speed of the multipliers.
//
// im2col writes every input kh * kw times and reads it again. Here the loops run over the padded input
// itself, and what is summed stays in registers until the sum is complete. V is the number of a vector's
// lanes.
//
//
// Kernel 1: y and dx (simd/direct_taps.cpp)
//
// Vectors lie along output channels, and an input pixel is broadcast to all lanes. A tile is a block of sums
// in registers, neighbouring pixels of one output row by one or two channel vectors:
//
//                     pixel j    j + 1      j + 2      ...   j + 13
//                   +----------+----------+----------+-----+----------+
//   channels 0..V   | sum 0,0  | sum 0,1  | sum 0,2  | ... | sum 0,13 |   += w(c, u, v) of these V channels
//                   +----------+----------+----------+-----+----------+      * x(c, i + u, j + v + ...)
//   channels V..2V  | sum 1,0  | sum 1,1  | sum 1,2  | ... | sum 1,13 |
//                   +----------+----------+----------+-----+----------+
//
// For each input channel c and kernel row u: load the weights of a segment of up to three taps v, broadcast
// each input pixel once, and multiply it into the sums that see it through the first, second and third tap.
//
// So each load feeds two to three multiply-adds, and the multipliers, not the loads, set the pace. Two
// channel vectors do it where taps do not lie side by side (a stride, a dilation, 1x1) or rows are short.
//
// Row tails need no masks: a row is cut into tiles of equal size, and the last one ends where the row ends
// and computes a few outputs again. Rows of padding cost nothing: an output row uses only the taps that read
// real rows.
//
// dx is the same sum over dy: dx(i) sees dy(o) through tap u where i + padding - u * dilation = o * stride.
// With a stride the rows and columns of dx fall into phases by their remainder, each with the taps that meet
// it, and no multiplication by the zeros of a dilated dy is left.
//
//
// Kernel 2: dw (simd/direct_weights.cpp)
//
// The sums are weights, and the loop runs over pixels: dy is transposed to vectors along its channels, and x
// broadcast.
//
//                     taps of segment 0   segment 1   segment 2   segment 3
//                   +-----+-----+-------+-----------+-----------+-----------+
//   channels 0..V   | sum | sum |  sum  |    ...    |    ...    |    ...    |   += dy(i, j) of these channels
//   channels V..2V  | sum | sum |  sum  |    ...    |    ...    |    ...    |      * x(c, i + u, j + v)
//                   +-----+-----+-------+-----------+-----------+-----------+
//
// A segment is up to three neighbouring taps (c, u, v..v+2); dy is loaded once a pixel for all of them.
//
//
// Kernel 3: y and dx of few channels (simd/direct_flat.cpp)
//
// With few channels to write, most lanes of kernel 1 would idle. So vectors lie along pixels, the padded
// plane taken as one long row, and weights are broadcast. Sums between the rows are computed and dropped.
//
//
// Layouts (direct_kernels.hpp, direct_plan.hpp)
//
//   planes   one sample, [C][H][W] with zeros around; those between two rows serve both
//   weights  [K/V][C][kh * kw][V], for dx [C/V][K][kh * kw][V]; lanes past the last channel are zero
//   pixels   some rows of y, dx or dy, [pixel][1 or 2 vectors][V]: small enough for the nearest cache, and
//            transposed to and from the planes of tensors by V x V squares (simd/transpose.hpp)
//   sums     dw, [K/V][C * kh * kw][V]
//
// Samples are independent but for dw, whose samples are summed in chunks of fixed size, and the chunks in
// order: the result does not depend on who computes which chunk. Groups are convolutions of their own.
#pragma once

#include "core/kernels/convolution.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {
namespace direct {

constexpr std::size_t kFew = 8;  // channels in a group that kernel 3 can write

void conv2d(const ConvShape& s, const Scalar* x, const Scalar* weight, const Scalar* bias, Scalar* y);
void conv2d_input(const ConvShape& s, const Scalar* dy, const Scalar* weight, Scalar* dx);
void conv2d_weight(const ConvShape& s, const Scalar* dy, const Scalar* x, Scalar* dw);

// By kernel 3: conv2d for K / groups <= kFew and strides of 1, conv2d_input for C / groups <= kFew.
void conv2d_few(const ConvShape& s, const Scalar* x, const Scalar* weight, const Scalar* bias, Scalar* y);
void conv2d_input_few(const ConvShape& s, const Scalar* dy, const Scalar* weight, Scalar* dx);

}  // namespace direct
}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
