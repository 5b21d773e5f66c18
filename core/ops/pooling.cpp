#include "core/ops/pooling.hpp"

#include "core/autograd.hpp"
#include "core/kernels/pooling.hpp"
#include "core/ops/index.hpp"
#include "core/ops/reduce.hpp"
#include "core/profiler.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

using kernels::ConvAxis;
using kernels::PoolShape;

ConvAxis pool_axis(const char* op, std::size_t in, std::size_t kernel, std::size_t stride,
                   std::size_t padding, bool ceil_mode) {
  if (stride == 0) stride = kernel;
  GG_CHECK(kernel >= 1, op, ": expected a kernel of at least 1, got 0");
  GG_CHECK(2 * padding <= kernel, op, ": expected padding of at most half the kernel, got padding ", padding,
           " and kernel ", kernel);
  GG_CHECK(in + 2 * padding >= kernel, op, ": kernel ", kernel, " is larger than the padded input ",
           in + 2 * padding);
  const std::size_t room = in + 2 * padding - kernel;
  std::size_t out = (room + (ceil_mode ? stride - 1 : 0)) / stride + 1;
  if ((out - 1) * stride >= in + padding) --out;  // no window may lie in the padding behind the input
  return {in, out, kernel, stride, padding, 1};
}

PoolShape pool_shape(const char* op, const Tensor& x, Size2 kernel, const Pool2dOptions& o) {
  GG_CHECK(x.dim() == 4, op, ": expected input (N, C, H, W), got ", x.shape());
  GG_CHECK(x.size(2) * x.size(3) > 0, op, ": expected at least one position, got input ", x.shape());
  return {x.size(0) * x.size(1), pool_axis(op, x.size(2), kernel.h, o.stride.h, o.padding.h, o.ceil_mode),
          pool_axis(op, x.size(3), kernel.w, o.stride.w, o.padding.w, o.ceil_mode)};
}

Shape pooled_shape(const Tensor& x, const PoolShape& s) { return {x.size(0), x.size(1), s.h.out, s.w.out}; }

Tensor avg_pool2d_of(const PoolShape& s, const Tensor& x, const Shape& shape);

Tensor avg_pool2d_backward(const PoolShape& s, const Tensor& dy, const Shape& shape) {
  const OpTimer timer("avg_pool2d_backward");
  Tensor dx = empty(shape);
  kernels::avg_pool2d_backward(s, dy.data(), dx.mutable_data());
  return record("avg_pool2d_backward", dx, {dy}, [s, ys = dy.shape()](const Backward& at) -> Tensors {
    return {avg_pool2d_of(s, at.dy, ys)};
  });
}

Tensor avg_pool2d_of(const PoolShape& s, const Tensor& x, const Shape& shape) {
  const OpTimer timer("avg_pool2d");
  Tensor y = empty(shape);
  kernels::avg_pool2d(s, x.data(), y.mutable_data());
  return record("avg_pool2d", y, {x}, [s, xs = x.shape()](const Backward& at) -> Tensors {
    return {avg_pool2d_backward(s, at.dy, xs)};
  });
}

}  // namespace

Tensor max_pool2d(const Tensor& x, Size2 kernel, const Pool2dOptions& options) {
  const OpTimer timer("max_pool2d");
  const PoolShape s = pool_shape("max_pool2d", x, kernel, options);
  const Shape shape = pooled_shape(x, s);
  const auto chosen = std::make_shared<Indices>(numel(shape));
  kernels::max_pool2d(s, x.data(), chosen->data());
  return take_as("max_pool2d", x, shape, chosen);
}

Tensor avg_pool2d(const Tensor& x, Size2 kernel, const Pool2dOptions& options) {
  const PoolShape s = pool_shape("avg_pool2d", x, kernel, options);
  return avg_pool2d_of(s, x, pooled_shape(x, s));
}

Tensor global_avg_pool(const Tensor& x) {
  GG_CHECK(x.dim() >= 3, "global_avg_pool: expected input (N, C, *spatial), got ", x.shape());
  Axes spatial;
  for (int axis = 2; axis < static_cast<int>(x.dim()); ++axis) spatial.push_back(axis);
  return mean(x, spatial);
}

}  // namespace GG_SCALAR
}  // namespace gg
