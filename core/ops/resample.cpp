#include "core/ops/resample.hpp"

#include <algorithm>
#include <cmath>

#include "core/ops/matmul.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

void check_images(const char* op, const Tensor& x, Size2 size) {
  GG_CHECK(x.dim() == 4 && x.size(2) * x.size(3) > 0, op,
           ": expected input (N, C, H, W) with positions, got ", x.shape());
  GG_CHECK(size.h >= 1 && size.w >= 1, op, ": expected a size of at least 1, got ", Shape{size.h, size.w});
}

// Each matrix is (out, in).
Tensor averaging(std::size_t in, std::size_t out) {
  Tensor m = zeros({out, in});
  Scalar* v = m.mutable_data();
  for (std::size_t i = 0; i < out; ++i) {
    const std::size_t first = i * in / out, last = ((i + 1) * in + out - 1) / out;
    std::fill(v + i * in + first, v + i * in + last, 1 / static_cast<Scalar>(last - first));
  }
  return m;
}

Tensor nearest(std::size_t in, std::size_t out) {
  Tensor m = zeros({out, in});
  for (std::size_t i = 0; i < out; ++i) m.mutable_data()[i * in + i * in / out] = 1;
  return m;
}

Tensor linear_between(std::size_t in, std::size_t out, bool align_corners) {
  Tensor m = zeros({out, in});
  const double n = static_cast<double>(in), k = static_cast<double>(out);
  for (std::size_t i = 0; i < out; ++i) {
    const double o = static_cast<double>(i);
    double at = align_corners ? (out > 1 ? o * (n - 1) / (k - 1) : 0) : (o + 0.5) * n / k - 0.5;
    at = std::clamp(at, 0.0, n - 1);
    const auto left = static_cast<std::size_t>(at), right = std::min(left + 1, in - 1);
    const double share = at - static_cast<double>(left);
    m.mutable_data()[i * in + left] += static_cast<Scalar>(1 - share);
    m.mutable_data()[i * in + right] += static_cast<Scalar>(share);
  }
  return m;
}

Tensor separable(const Tensor& rows, const Tensor& x, const Tensor& columns) {
  return matmul(matmul(rows, x), columns, false, true);
}

}  // namespace

Tensor adaptive_avg_pool2d(const Tensor& x, Size2 size) {
  check_images("adaptive_avg_pool2d", x, size);
  return separable(averaging(x.size(2), size.h), x, averaging(x.size(3), size.w));
}

Tensor interpolate(const Tensor& x, Size2 size, Interpolation mode, bool align_corners) {
  check_images("interpolate", x, size);
  GG_CHECK(mode == Interpolation::bilinear || !align_corners,
           "interpolate: align_corners is for bilinear only");
  const auto matrix = [&](std::size_t in, std::size_t out) {
    return mode == Interpolation::nearest ? nearest(in, out) : linear_between(in, out, align_corners);
  };
  return separable(matrix(x.size(2), size.h), x, matrix(x.size(3), size.w));
}

}  // namespace GG_SCALAR
}  // namespace gg
