// 2-d convolution (cross-correlation, as everywhere in this field) and its two gradients.
//
//   y(n, k, i, j) = sum over c, u, v of w(k, c, u, v) * x(n, c, i * stride + u * dilation - padding, ...)
//
// There are two ways to compute them: as im2col and a matrix product (convolution_im2col.hpp, to be read
// first) and directly (direct_convolution.hpp). convolution.cpp chooses by shape, for each pass:
//
//   im2col              1x1 kernels with fewer than 16 channels on a side: it has nothing to copy there, and
//                       direct sums are too short to pay for their transposes
//   direct, vectors     a pass that writes at most half a vector of channels (8 floats with AVX-512); but
//   along pixels        im2col for a forward pass with a stride, whose pixels do not lie side by side
//   direct, vectors     all else, and dw
//   along channels
//
// GFLOP/s of y / dx / dw on one Zen 5 core with AVX-512, whose multipliers reach 289; float, N = 8, kernels
// of 3x3 with padding 1 but where it says 1x1. OpenBLAS 0.3.21 takes this core for one with AVX2: half as
// fast.
//
//   channels, plane             direct          im2col
//    3 -> 16, 32x32         163 / 145 / 181    69 / 68 / 50    dx along pixels
//   16 -> 32, 32x32         242 / 244 / 242    92 / 94 / 83
//   32 -> 64, 16x16         263 / 262 / 254   104 / 106 / 99
//    1 -> 16, 28x28         134 /  64 / 147    54 / 56 / 40    dx along pixels
//   16 -> 32, 28x28, by 2   225 / 201 / 221    65 / 65 / 62
//   32 -> 64, 14x14, by 2   239 / 221 / 216    77 / 78 / 81
//    8 ->  8, 28x28         194 / 198 / 107    47 / 50 / 38    y, dx along pixels; along channels 119 / 119
//    4 ->  4, 16x16         136 / 138 /  51    25 / 27 / 19    y, dx along pixels; along channels 54 / 54
//    8 ->  8, 28x28, 1x1     41 /  41 /  42    56 / 73 / 47
//   64 -> 64, 14x14, 1x1    181 / 175 / 189   118 / 119 / 114
#pragma once

#include "core/config.hpp"
#include "core/kernels/range.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace kernels {

// One spatial axis: input extent, output extent, and how the kernel walks along it.
struct ConvAxis {
  std::size_t in, out, kernel, stride, padding, dilation;
};

// x is (N, C, h.in, w.in), w is (K, C / groups, h.kernel, w.kernel), y is (N, K, h.out, w.out).
struct ConvShape {
  std::size_t N, C, K, groups;
  ConvAxis h, w;
};

void conv2d(const ConvShape& s, const Scalar* x, const Scalar* weight, const Scalar* bias,
            Scalar* y);                                                                     // bias or null
void conv2d_input(const ConvShape& s, const Scalar* dy, const Scalar* weight, Scalar* dx);  // gradient of x
void conv2d_weight(const ConvShape& s, const Scalar* dy, const Scalar* x,
                   Scalar* dw);  // gradient of the weight

// The outputs for which kernel element u falls inside the input.
Range outputs_inside(const ConvAxis& a, std::size_t u);

}  // namespace kernels
}  // namespace GG_SCALAR
}  // namespace gg
