#include "layers/batch_renorm.hpp"

#include <algorithm>

#include "core/autograd.hpp"
#include "core/ops/activation.hpp"
#include "core/ops/elementwise.hpp"
#include "core/ops/select.hpp"
#include "core/ops/shape.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

// r and d, each (C).
struct Correction {
  Tensor r, d;
};

Correction correction_of(const NormStatistics& batch, const RunningStats& running, double eps, double r_max,
                         double d_max) {
  const NoGrad no_grad;
  const Tensor sd = sqrt(running.running_var + eps);
  return {clamp(sqrt(batch.var + eps) / sd, 1 / r_max, r_max),
          clamp((batch.mean - running.running_mean) / sd, -d_max, d_max)};
}

}  // namespace

BatchRenorm::BatchRenorm(std::size_t num_features, const BatchRenormOptions& options)
    : Cloneable("BatchRenorm", {num_features}, options),
      RunningStats("BatchRenorm", {num_features}, options.momentum),
      num_features_(num_features),
      r_max_(options.r_max),
      d_max_(options.d_max),
      warmup_(options.warmup) {
  GG_CHECK(r_max_ >= 1 && d_max_ >= 0,
           "BatchRenorm: expected r_max of at least 1 and d_max of at least 0, got ", r_max_, " and ",
           d_max_);
  GG_CHECK(options.track_running_stats, "BatchRenorm: cannot do without running statistics");
}

Tensor BatchRenorm::normalized(const Tensor& x, bool relu) {
  if (!training()) {
    check_channels(x, num_features_);
    return batch_norm(x, {running_mean, running_var}, weight, bias, false, 0, eps_, &statistics_, relu);
  }
  const Tensor x_hat = batch_norm(flat(x, num_features_), {}, {}, {}, true, 0, eps_, &statistics_);
  const auto batches = static_cast<double>(num_batches_tracked.item());
  const double open = warmup_ ? std::min(1.0, batches / static_cast<double>(warmup_)) : 1;
  const Correction c = correction_of(statistics_, *this, eps_, 1 + open * (r_max_ - 1), open * d_max_);
  absorb(statistics_, x.numel() / num_features_);
  const Shape each_channel{1, num_features_, 1};
  const Tensor y =
      reshape(scaled(x_hat * reshape(c.r, each_channel) + reshape(c.d, each_channel)), x.shape());
  return relu ? gg::relu(y) : y;
}

void BatchRenorm::members(Members& m) {
  Norm::members(m);
  running_members(m);
}

std::string BatchRenorm::describe() const {
  return "BatchRenorm(" + text(num_features_) + ", r_max=" + text(r_max_) + ", d_max=" + text(d_max_) +
         (warmup_ ? ", warmup=" + text(warmup_) : "") + momentum_text() + affine_text() + ")";
}

}  // namespace GG_SCALAR
}  // namespace gg
