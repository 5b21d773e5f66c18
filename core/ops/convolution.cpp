#include "core/ops/convolution.hpp"

#include "core/autograd.hpp"
#include "core/kernels/convolution.hpp"
#include "core/ops/elementwise.hpp"
#include "core/ops/reduce.hpp"
#include "core/ops/shape.hpp"
#include "core/profiler.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

using kernels::ConvAxis;
using kernels::ConvShape;

ConvAxis conv_axis(const char* name, std::size_t in, std::size_t kernel, std::size_t stride,
                   std::size_t padding, std::size_t dilation) {
  GG_CHECK(kernel >= 1 && stride >= 1 && dilation >= 1,
           "conv2d: kernel, stride and dilation must be at least 1, got ", kernel, ", ", stride, " and ",
           dilation, " along ", name);
  const std::size_t span = dilation * (kernel - 1) + 1;
  GG_CHECK(in + 2 * padding >= span, "conv2d: the kernel spans ", span, " along ", name,
           ", but the padded input has ", in + 2 * padding);
  return {in, (in + 2 * padding - span) / stride + 1, kernel, stride, padding, dilation};
}

ConvShape conv_shape(const Tensor& x, const Tensor& weight, const Tensor& bias, const Conv2dOptions& o) {
  GG_CHECK(x.dim() == 4, "conv2d: expected input (N, C, H, W), got ", x.shape());
  GG_CHECK(weight.dim() == 4, "conv2d: expected weight (K, C / groups, kh, kw), got ", weight.shape());
  const std::size_t C = x.size(1), K = weight.size(0);
  GG_CHECK(o.groups >= 1 && C % o.groups == 0 && K % o.groups == 0,
           "conv2d: expected channels to be divisible by groups, got input ", x.shape(), ", weight ",
           weight.shape(), " and groups ", o.groups);
  GG_CHECK(weight.size(1) * o.groups == C, "conv2d: weight ", weight.shape(), " with groups ", o.groups,
           " expects ", weight.size(1) * o.groups, " input channels, got input ", x.shape());
  GG_CHECK(!bias.defined() || bias.shape() == Shape{K}, "conv2d: expected bias (", K, "), got ",
           bias.defined() ? bias.shape() : Shape{});
  return {x.size(0),
          C,
          K,
          o.groups,
          conv_axis("height", x.size(2), weight.size(2), o.stride.h, o.padding.h, o.dilation.h),
          conv_axis("width", x.size(3), weight.size(3), o.stride.w, o.padding.w, o.dilation.w)};
}

// Convolution is linear in x and in the weight. Its two gradients are again linear in what they are given, so
// the three are closed under differentiation: each one's gradients are the other two.

Tensor conv2d_of(const ConvShape& s, const Tensor& x, const Tensor& weight);

// The gradient of x: (dy, weight) -> dx
Tensor conv2d_input(const ConvShape& s, const Tensor& dy, const Tensor& weight);

// The gradient of the weight: (dy, x) -> dw
Tensor conv2d_weight(const ConvShape& s, const Tensor& dy, const Tensor& x) {
  const OpTimer timer("conv2d_weight");
  Tensor dw = empty({s.K, s.C / s.groups, s.h.kernel, s.w.kernel});
  kernels::conv2d_weight(s, dy.data(), x.data(), dw.mutable_data());
  return record("conv2d_weight", dw, {dy, x},
                [s, dy = Saved(dy), x = Saved(x)](const Backward& at) -> Tensors {
                  return {at.needs(0) ? conv2d_of(s, *x, at.dy) : Tensor(),
                          at.needs(1) ? conv2d_input(s, *dy, at.dy) : Tensor()};
                });
}

Tensor conv2d_input(const ConvShape& s, const Tensor& dy, const Tensor& weight) {
  const OpTimer timer("conv2d_input");
  Tensor dx = empty({s.N, s.C, s.h.in, s.w.in});
  kernels::conv2d_input(s, dy.data(), weight.data(), dx.mutable_data());
  return record("conv2d_input", dx, {dy, weight},
                [s, dy = Saved(dy), w = Saved(weight)](const Backward& at) -> Tensors {
                  return {at.needs(0) ? conv2d_of(s, at.dy, *w) : Tensor(),
                          at.needs(1) ? conv2d_weight(s, *dy, at.dy) : Tensor()};
                });
}

Tensor conv2d_of(const ConvShape& s, const Tensor& x, const Tensor& weight, const Tensor& bias) {
  const OpTimer timer("conv2d");
  Tensor y = empty({s.N, s.K, s.h.out, s.w.out});
  kernels::conv2d(s, x.data(), weight.data(), bias.defined() ? bias.data() : nullptr, y.mutable_data());
  Tensors inputs = {x, weight};
  if (bias.defined()) inputs.push_back(bias);
  return record("conv2d", y, inputs, [s, x = Saved(x), w = Saved(weight)](const Backward& at) -> Tensors {
    Tensors dx = {at.needs(0) ? conv2d_input(s, at.dy, *w) : Tensor(),
                  at.needs(1) ? conv2d_weight(s, at.dy, *x) : Tensor()};
    if (at.wanted.size() == 3) dx.push_back(at.needs(2) ? sum(at.dy, {0, 2, 3}) : Tensor());
    return dx;
  });
}

Tensor conv2d_of(const ConvShape& s, const Tensor& x, const Tensor& weight) {
  return conv2d_of(s, x, weight, {});
}

}  // namespace

Tensor conv2d(const Tensor& x, const Tensor& weight, const Tensor& bias, const Conv2dOptions& options) {
  return conv2d_of(conv_shape(x, weight, bias, options), x, weight, bias);
}

Tensor conv1d(const Tensor& x, const Tensor& weight, const Tensor& bias, const Conv1dOptions& o) {
  GG_CHECK(x.dim() == 3, "conv1d: expected input (N, C, L), got ", x.shape());
  GG_CHECK(weight.dim() == 3, "conv1d: expected weight (K, C / groups, k), got ", weight.shape());
  Conv2dOptions flat;
  flat.stride = {1, o.stride};
  flat.padding = {0, o.padding};
  flat.dilation = {1, o.dilation};
  flat.groups = o.groups;
  return squeeze(conv2d(unsqueeze(x, 2), unsqueeze(weight, 2), bias, flat), {2});
}

// --- Transposed convolution: an image of the size that conv2d would have made x from

namespace {

ConvAxis transposed_axis(const char* name, std::size_t in, std::size_t kernel, std::size_t stride,
                         std::size_t padding, std::size_t dilation, std::size_t output_padding) {
  GG_CHECK(kernel >= 1 && stride >= 1 && dilation >= 1 && in >= 1,
           "conv_transpose2d: input, kernel, stride and dilation must be at least 1, got ", in, ", ", kernel,
           ", ", stride, " and ", dilation, " along ", name);
  GG_CHECK(output_padding < stride || output_padding < dilation,
           "conv_transpose2d: expected output_padding below stride or dilation, got ", output_padding,
           " along ", name);
  const std::size_t full = (in - 1) * stride + dilation * (kernel - 1) + output_padding + 1;
  GG_CHECK(full > 2 * padding, "conv_transpose2d: padding ", padding, " leaves nothing of an output of ",
           full, " along ", name);
  return {full - 2 * padding, in, kernel, stride, padding, dilation};
}

}  // namespace

Tensor conv_transpose2d(const Tensor& x, const Tensor& weight, const Tensor& bias,
                        const ConvTranspose2dOptions& o) {
  GG_CHECK(x.dim() == 4, "conv_transpose2d: expected input (N, C, H, W), got ", x.shape());
  GG_CHECK(weight.dim() == 4 && weight.size(0) == x.size(1) && o.groups >= 1 && x.size(1) % o.groups == 0,
           "conv_transpose2d: expected weight (C, K / groups, kh, kw) and C divisible by groups, got input ",
           x.shape(), ", weight ", weight.shape(), " and groups ", o.groups);
  const std::size_t K = weight.size(1) * o.groups;
  GG_CHECK(!bias.defined() || bias.shape() == Shape{K}, "conv_transpose2d: expected bias (", K, "), got ",
           bias.defined() ? bias.shape() : Shape{});
  const ConvShape s = {x.size(0),
                       K,
                       x.size(1),
                       o.groups,
                       transposed_axis("height", x.size(2), weight.size(2), o.stride.h, o.padding.h,
                                       o.dilation.h, o.output_padding.h),
                       transposed_axis("width", x.size(3), weight.size(3), o.stride.w, o.padding.w,
                                       o.dilation.w, o.output_padding.w)};
  const Tensor y = conv2d_input(s, x, weight);
  return bias.defined() ? y + reshape(bias, {K, 1, 1}) : y;
}

}  // namespace GG_SCALAR
}  // namespace gg
