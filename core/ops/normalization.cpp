#include "core/ops/normalization.hpp"

#include <algorithm>
#include <limits>

#include "core/autograd.hpp"
#include "core/kernels/normalization.hpp"
#include "core/ops/activation.hpp"
#include "core/ops/elementwise.hpp"
#include "core/ops/reduce.hpp"
#include "core/ops/select.hpp"
#include "core/ops/shape.hpp"
#include "core/profiler.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

using kernels::Moments;
using kernels::NormSets;

// What an op is called in messages, and in the graph when a ReLU is part of it.
struct NormName {
  const char *plain, *with_relu;
};

constexpr NormName kGroupNorm{"group_norm", "group_norm_relu"},
    kInstanceNorm{"instance_norm", "instance_norm_relu"}, kLayerNorm{"layer_norm", "layer_norm_relu"},
    kBatchNorm{"batch_norm", "batch_norm_relu"};

// Which elements share statistics, said twice: for the fused kernel, and for composed
// ops as the axes of a view.
struct NormPlan {
  NormName names;
  std::size_t N, C, S, G;  // G = 0: over the batch
  double eps;
  bool relu;  // follows

  const char* name() const { return relu ? names.with_relu : names.plain; }
  NormSets sets() const {
    NormSets sets = G ? kernels::group_sets(N, C, S, G) : kernels::batch_sets(N, C, S);
    sets.relu = relu;
    return sets;
  }
  // x reshaped so that statistics are taken over whole axes, and those axes.
  Shape view() const { return G ? Shape{N, G, C / G, S} : Shape{N, C, S}; }
  Axes axes() const { return G ? Axes{2, 3} : Axes{0, 2}; }
  // gamma and beta, reshaped to broadcast over the view.
  Shape affine_view() const { return G ? Shape{1, G, C / G, 1} : Shape{1, C, 1}; }
};

using SharedMoments = std::shared_ptr<const std::vector<Moments>>;

// One number of each set, shaped to broadcast over the view.
Tensor per_set(const NormPlan& norm, const std::vector<Moments>& moments, Scalar Moments::*number) {
  Shape shape = norm.view();
  for (int axis : norm.axes()) shape[static_cast<std::size_t>(axis)] = 1;
  Tensor t = empty(shape);
  std::transform(moments.begin(), moments.end(), t.mutable_data(),
                 [&](const Moments& m) { return m.*number; });
  return t;
}

// The backward pass in composed ops, for when it is itself recorded. Same formulas as
// kernels::normalize_backward, on c = k (x - s): the constants k and s, near rstd and mean, keep squares in
// range and digits where mean >> sigma.
Tensors composed_backward(const NormPlan& norm, const Tensor& x, const Tensor& gamma,
                          const std::vector<Moments>& moments, const Tensor& dy) {
  const auto mean_of = [&](const Tensor& v) { return mean(v, norm.axes(), true); };
  const Tensor k = per_set(norm, moments, &Moments::rstd), s = per_set(norm, moments, &Moments::shift);
  const Tensor shifted = (reshape(x, norm.view()) - s) * k, c = shifted - mean_of(shifted);
  const Tensor rstd = rsqrt(mean_of(c * c) + norm.eps * k * k);  // of c; k * rstd is that of x
  const Tensor x_hat = c * rstd;
  const Tensor dyv = reshape(dy, norm.view()), g = dyv * reshape(gamma, norm.affine_view());
  const Tensor dx = k * rstd * (g - mean_of(g) - x_hat * mean_of(g * x_hat));
  return {reshape(dx, x.shape()), reshape(sum_to(dyv * x_hat, norm.affine_view()), gamma.shape()),
          reshape(sum_to(dyv, norm.affine_view()), gamma.shape())};
}

Tensors fused_backward(const NormPlan& norm, const Tensor& x, const Tensor& gamma, const Tensor& beta,
                       const std::vector<Moments>& moments, const Backward& at) {
  Tensors d = {at.needs(0) ? (at.spare ? at.dy : empty(x.shape())) : Tensor(),
               at.needs(1) ? empty(gamma.shape()) : Tensor(), at.needs(2) ? empty(gamma.shape()) : Tensor()};
  const auto data = [](Tensor& t) { return t.defined() ? t.mutable_data() : nullptr; };
  kernels::normalize_backward(norm.sets(), {x.data(), gamma.data(), beta.data()}, moments.data(),
                              at.dy.data(), data(d[0]), data(d[1]), data(d[2]));
  return d;
}

void report(const std::vector<Moments>& moments, const Shape& shape, NormStatistics* statistics) {
  if (!statistics) return;
  statistics->mean = empty(shape);
  statistics->var = empty(shape);
  Scalar *mean = statistics->mean.mutable_data(), *var = statistics->var.mutable_data();
  for (std::size_t i = 0; i < moments.size(); ++i) {
    mean[i] = static_cast<Scalar>(moments[i].mean);
    var[i] = static_cast<Scalar>(moments[i].var);
  }
}

struct Normalized {
  Tensor y;
  SharedMoments moments;
};

Normalized normalize(const NormPlan& norm, const Tensor& x, const Tensor& gamma, const Tensor& beta,
                     const Shape& affine) {
  const OpTimer timer(norm.name());
  GG_CHECK(norm.eps >= 0, norm.names.plain, ": expected eps of at least 0, got ", norm.eps);
  for (const Tensor* t : {&gamma, &beta}) {
    GG_CHECK(!t->defined() || t->shape() == affine, norm.names.plain, ": expected gamma and beta of shape ",
             affine, ", got ", t->defined() ? t->shape() : Shape{});
  }
  const NormSets sets = norm.sets();
  if (norm.relu && !kernels::can_join_relu(sets)) {
    NormPlan alone = norm;
    alone.relu = false;
    Normalized out = normalize(alone, x, gamma, beta, affine);
    out.y = relu(out.y);
    return out;
  }
  const Tensor g = gamma.defined() ? gamma : ones(affine), b = beta.defined() ? beta : zeros(affine);
  const auto moments = std::make_shared<std::vector<Moments>>(sets.sets);
  Tensor y = empty(x.shape());
  kernels::normalize(sets, {x.data(), g.data(), b.data()}, norm.eps, moments->data(), y.mutable_data());
  Tensor recorded =
      record(norm.name(), y, {x, g, b},
             [norm, x = Saved(x), g = Saved(g), b = Saved(b), moments](const Backward& at) -> Tensors {
               if (!is_grad_enabled()) return fused_backward(norm, *x, *g, *b, *moments, at);
               const Tensor dy = norm.relu ? at.dy * gt(at.y().detach(), 0) : at.dy;
               return composed_backward(norm, *x, *g, *moments, dy);
             });
  return {recorded, moments};
}

struct Extents {
  std::size_t N, C, S;
};

// Reads x as (N, C, S).
Extents extents_of(const char* op, const Tensor& x) {
  GG_CHECK(x.dim() >= 2, op, ": expected input (N, C, *spatial), got ", x.shape());
  Extents e{x.size(0), x.size(1), 1};
  for (std::size_t i = 2; i < x.dim(); ++i) e.S *= x.shape()[i];
  GG_CHECK(e.C * e.S > 0, op, ": nothing to normalize over in input ", x.shape());
  return e;
}

Tensor group_norm_as(const NormName& name, const Tensor& x, std::size_t num_groups, const Tensor& gamma,
                     const Tensor& beta, double eps, NormStatistics* statistics, bool relu) {
  const Extents e = extents_of(name.plain, x);
  const std::size_t G = num_groups ? num_groups : e.C;
  GG_CHECK(e.C % G == 0, name.plain,
           ": expected number of channels to be divisible by num_groups, got input ", x.shape(),
           " and num_groups ", G);
  const Normalized out = normalize({name, e.N, e.C, e.S, G, eps, relu}, x, gamma, beta, {e.C});
  report(*out.moments, {e.N, G}, statistics);
  return out.y;
}

}  // namespace

Tensor group_norm(const Tensor& x, std::size_t num_groups, const Tensor& gamma, const Tensor& beta,
                  double eps, NormStatistics* statistics, bool relu) {
  GG_CHECK(num_groups >= 1, "group_norm: expected num_groups of at least 1, got 0");
  return group_norm_as(kGroupNorm, x, num_groups, gamma, beta, eps, statistics, relu);
}

Tensor instance_norm(const Tensor& x, const Tensor& gamma, const Tensor& beta, double eps,
                     NormStatistics* statistics, bool relu) {
  constexpr std::size_t kEachChannel = 0;
  return group_norm_as(kInstanceNorm, x, kEachChannel, gamma, beta, eps, statistics, relu);
}

Tensor layer_norm(const Tensor& x, const Shape& normalized_shape, const Tensor& gamma, const Tensor& beta,
                  double eps, NormStatistics* statistics, bool relu) {
  const std::size_t tail = normalized_shape.size();
  GG_CHECK(tail >= 1 && x.dim() >= tail &&
               std::equal(normalized_shape.begin(), normalized_shape.end(),
                          x.shape().end() - static_cast<long>(tail)),
           "layer_norm: expected an input that ends in ", normalized_shape, ", got ", x.shape());
  const Shape leading(x.shape().begin(), x.shape().end() - static_cast<long>(tail));
  const std::size_t D = numel(normalized_shape);
  GG_CHECK(D > 0, "layer_norm: nothing to normalize over in input ", x.shape());
  // Each leading position is a sample of D channels in one group.
  const Normalized out =
      normalize({kLayerNorm, numel(leading), D, 1, 1, eps, relu}, x, gamma, beta, normalized_shape);
  report(*out.moments, leading, statistics);
  return out.y;
}

// --- batch norm

void update_running(const RunningStatistics& running, const RunningStatistics& batch, double momentum) {
  const std::size_t count = running.mean.numel();
  for (std::size_t c = 0; c < count; ++c) {
    const Scalar var = batch.var.data()[c];
    if (var > std::numeric_limits<Scalar>::max()) {
      throw NotFinite("batch_norm: the variance of channel " + text(c) + " is " + text(var) +
                      ", too large for the running statistics");
    }
  }
  const auto blend = [&](Tensor old, const Tensor& now) {
    Scalar* values = old.mutable_data();
    for (std::size_t c = 0; c < count; ++c) {
      values[c] = static_cast<Scalar>((1 - momentum) * static_cast<double>(values[c]) +
                                      momentum * static_cast<double>(now.data()[c]));
    }
  };
  blend(running.mean, batch.mean);
  blend(running.var, batch.var);
}

namespace {

Tensor normalize_with(const RunningStatistics& running, const Tensor& x, const Tensor& gamma,
                      const Tensor& beta, double eps) {
  Shape affine(x.dim(), 1);
  affine[1] = x.size(1);
  const auto aligned = [&](const Tensor& t) { return reshape(t, affine); };
  Tensor scale = pow(aligned(running.var.clone()) + eps, -0.5);
  if (gamma.defined()) scale = scale * aligned(gamma);
  const Tensor y = (x - aligned(running.mean.clone())) * scale;
  return beta.defined() ? y + aligned(beta) : y;
}

}  // namespace

Tensor batch_norm(const Tensor& x, const RunningStatistics& running, const Tensor& gamma, const Tensor& beta,
                  bool training, double momentum, double eps, NormStatistics* statistics, bool relu) {
  const Extents e = extents_of("batch_norm", x);
  for (const Tensor* t : {&running.mean, &running.var, &gamma, &beta}) {
    GG_CHECK(!t->defined() || t->shape() == Shape{e.C},
             "batch_norm: expected statistics, gamma and beta of shape (", e.C, ") for input ", x.shape(),
             ", got ", t->defined() ? t->shape() : Shape{});
  }
  if (!training && running.mean.defined()) {
    if (statistics) *statistics = {running.mean.clone(), running.var.clone()};
    const Tensor y = normalize_with(running, x, gamma, beta, eps);
    return relu ? gg::relu(y) : y;
  }
  GG_CHECK(e.N * e.S > 1, "batch_norm: expected more than 1 value per channel when ",
           training ? "training" : "there are no running statistics", ", got input ", x.shape());
  const Normalized out = normalize({kBatchNorm, e.N, e.C, e.S, 0, eps, relu}, x, gamma, beta, {e.C});
  report(*out.moments, {e.C}, statistics);
  if (running.mean.defined()) {
    NormStatistics batch;
    report(*out.moments, {e.C}, &batch);
    const auto count = static_cast<double>(e.N * e.S);
    const NoGrad no_grad;
    update_running(running, {batch.mean, batch.var * (count / (count - 1))}, momentum);
  }
  return out.y;
}

}  // namespace GG_SCALAR
}  // namespace gg
