#include "core/ops/reduce.hpp"

#include <cmath>
#include <limits>

#include "core/autograd.hpp"
#include "core/kernels/reduce.hpp"
#include "core/ops/elementwise.hpp"
#include "core/ops/select.hpp"
#include "core/ops/shape.hpp"
#include "core/profiler.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

// Which axes of x are joined, and the shapes that follow.
struct Reduction {
  std::vector<bool> joined;
  Shape kept;      // with extent 1 where joined
  Shape squeezed;  // without the joined axes
  std::size_t count = 1;

  Reduction(const char* op, const Shape& x, const Axes& axes) : joined(x.size(), axes.empty()), kept(x) {
    for (int axis : axes) {
      const std::size_t a = normalize_axis(op, axis, x.size());
      GG_CHECK(!joined[a], op, ": axis ", axis, " is there twice in ", axes);
      joined[a] = true;
    }
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (joined[i]) {
        count *= x[i];
        kept[i] = 1;
      } else {
        squeezed.push_back(x[i]);
      }
    }
  }

  const Shape& shape(bool keepdim) const { return keepdim ? kept : squeezed; }
};

using Kernel = void (*)(const Scalar*, Scalar*, std::size_t outer, std::size_t n, std::size_t inner);

// Joins each run of neighbouring axes with one call of the kernel, from the last run to the first.
Tensor reduce(const Tensor& x, const Reduction& r, bool keepdim, Kernel kernel) {
  Tensor y = x.dim() == 0 ? x.clone() : x.detach();
  Shape shape = x.shape();
  std::size_t inner = 1;
  for (std::size_t i = shape.size(); i-- > 0;) {
    if (!r.joined[i]) {
      inner *= shape[i];
      continue;
    }
    std::size_t n = shape[i];
    shape[i] = 1;
    for (; i > 0 && r.joined[i - 1]; --i) {
      n *= shape[i - 1];
      shape[i - 1] = 1;
    }
    Tensor joined = empty(shape);
    if (joined.numel() > 0) kernel(y.data(), joined.mutable_data(), joined.numel() / inner, n, inner);
    y = joined;
  }
  const Shape& final_shape = r.shape(keepdim);
  return y.shape() == final_shape ? y : reshape(y, final_shape);
}

// The gradient of a sum: dy, repeated along the joined axes.
Tensor spread(const Tensor& dy, const Reduction& r, const Shape& shape) {
  return broadcast_to(reshape(dy, r.kept), shape);
}

}  // namespace

Tensor sum(const Tensor& x, const Axes& axes, bool keepdim) {
  const OpTimer timer("sum");
  const Reduction r("sum", x.shape(), axes);
  return record("sum", reduce(x, r, keepdim, kernels::sum_axis), {x},
                [r, xs = x.shape()](const Backward& at) -> Tensors { return {spread(at.dy, r, xs)}; });
}

Tensor mean(const Tensor& x, const Axes& axes, bool keepdim) {
  const Reduction r("mean", x.shape(), axes);
  GG_CHECK(r.count > 0, "mean: nothing to average in shape ", x.shape(), " along axes ", axes);
  return sum(x, axes, keepdim) / static_cast<double>(r.count);
}

Tensor var(const Tensor& x, const Axes& axes, bool keepdim, std::size_t correction) {
  const Reduction r("var", x.shape(), axes);
  GG_CHECK(r.count > correction, "var: expected more than ", correction, " elements (the correction), got ",
           r.count, " in shape ", x.shape(), " along axes ", axes);
  const Tensor near_zero = x - mean(x.detach(), axes, true);  // but for what the mean lost by rounding
  const Tensor centred = near_zero - mean(near_zero, axes, true);
  return sum(centred * centred, axes, keepdim) / static_cast<double>(r.count - correction);
}

Tensor max(const Tensor& x, const Axes& axes, bool keepdim) {
  const OpTimer timer("max");
  const Reduction r("max", x.shape(), axes);
  GG_CHECK(r.count > 0, "max: nothing to choose from in shape ", x.shape(), " along axes ", axes);
  Tensor y = reduce(x, r, keepdim, kernels::max_axis);
  return record("max", y, {x}, [r, axes, x = Saved(x)](const Backward& at) -> Tensors {
    const Tensor chosen = eq(*x, reshape(at.y().detach(), r.kept));  // a constant
    return {reshape(at.dy, r.kept) / sum(chosen, axes, true) * chosen};
  });
}

Tensor min(const Tensor& x, const Axes& axes, bool keepdim) { return neg(max(neg(x), axes, keepdim)); }

namespace {

// A constant to divide x by, so that no power overflows: the largest |x| if it is of any use.
Tensor power_scale(const Tensor& x, const Axes& axes) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const Tensor top = max(abs(x.detach()), axes, true);
  return where(gt(top, 0) * lt(top, kInfinity), top, 1);
}

Tensor euclidean_norm(const Tensor& x, const Axes& axes, bool keepdim) {
  const OpTimer timer("norm");
  const Reduction r("norm", x.shape(), axes);
  const Tensor scale = power_scale(x, axes), scaled = x.detach() / scale;
  Tensor y = reshape(scale * sqrt(sum(scaled * scaled, axes, true)), r.shape(keepdim));
  return record("norm", y, {x}, [r, x = Saved(x)](const Backward& at) -> Tensors {
    const Tensor size = reshape(at.y(), r.kept);
    return {reshape(at.dy, r.kept) * (*x / (size + eq(size, 0)))};
  });
}

Tensor power_norm(const Tensor& x, const Axes& axes, bool keepdim, double p) {
  const Reduction r("norm", x.shape(), axes);
  const Tensor scale = power_scale(x, axes), total = sum(pow(abs(x / scale), p), axes, true);
  const Tensor nothing = eq(total.detach(), 0);  // where the root has no derivative
  return reshape(scale * (pow(total + nothing, 1 / p) - nothing), r.shape(keepdim));
}

}  // namespace

Tensor norm(const Tensor& x, const Axes& axes, bool keepdim, double p) {
  GG_CHECK(p >= 1, "norm: expected p of at least 1, got ", p);
  if (x.numel() == 0) return sum(x, axes, keepdim);
  if (p == 2) return euclidean_norm(x, axes, keepdim);
  if (p == 1) return sum(abs(x), axes, keepdim);
  if (std::isinf(p)) return max(abs(x), axes, keepdim);
  return power_norm(x, axes, keepdim, p);
}

namespace {

// The maximum, as a constant to be subtracted before exp. An infinite one would give inf - inf; without it
// the sum alone says 0 or inf.
Tensor finite_max(const Tensor& x, const Axes& axes) {
  Tensor top = max(x.detach(), axes, true);
  Scalar* v = top.mutable_data();
  for (std::size_t i = 0; i < top.numel(); ++i) {
    if (std::isinf(v[i])) v[i] = 0;
  }
  return top;
}

}  // namespace

Tensor logsumexp(const Tensor& x, const Axes& axes, bool keepdim) {
  const OpTimer timer("logsumexp");
  const Reduction r("logsumexp", x.shape(), axes);
  GG_CHECK(r.count > 0, "logsumexp: nothing to sum in shape ", x.shape(), " along axes ", axes);
  const Tensor values = x.detach(), top = finite_max(values, axes);
  Tensor y = reshape(log(sum(exp(values - top), axes, true)) + top, r.shape(keepdim));
  // Not exp(x - y): beside a large maximum, y has lost the digits of the logarithm.
  return record("logsumexp", y, {x}, [r, axes, top, x = Saved(x)](const Backward& at) -> Tensors {
    const Tensor e = exp(*x - top);
    return {reshape(at.dy, r.kept) / sum(e, axes, true) * e};
  });
}

Tensor softmax(const Tensor& x, int axis) { return exp(log_softmax(x, axis)); }

// Not x - logsumexp(x): beside a large maximum, the logarithm of the sum would lose its digits.
Tensor log_softmax(const Tensor& x, int axis) {
  normalize_axis("softmax", axis, x.dim());
  if (x.numel() == 0) return reshape(x, x.shape());
  const Tensor centred = x - max(x.detach(), {axis}, true);
  return centred - log(sum(exp(centred), {axis}, true));
}

}  // namespace GG_SCALAR
}  // namespace gg
