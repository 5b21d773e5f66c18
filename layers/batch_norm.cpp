#include "layers/batch_norm.hpp"

namespace gg {
inline namespace GG_SCALAR {

BatchNorm::BatchNorm(std::size_t num_features, const BatchNormOptions& options)
    : Cloneable("BatchNorm", {num_features}, options),
      num_features_(num_features),
      momentum_(options.momentum) {
  GG_CHECK(!momentum_ || (*momentum_ >= 0 && *momentum_ <= 1), "BatchNorm: expected momentum in [0, 1], got ",
           momentum_.value_or(0));
  if (!options.track_running_stats) return;
  running_mean = zeros({num_features});
  running_var = ones({num_features});
  num_batches_tracked = zeros({});
}

Tensor BatchNorm::normalized(const Tensor& x, bool relu) {
  check_channels(x, num_features_);
  const bool move = training() && !freeze_running_stats && running_mean.defined();
  RunningStatistics running;
  if (move || !training()) running = {running_mean, running_var};
  Tensor y =
      batch_norm(x, running, weight, bias, training(), move ? next_momentum() : 0, eps_, &statistics_, relu);
  if (move) num_batches_tracked.fill_(static_cast<double>(num_batches_tracked.item()) + 1);
  return y;
}

double BatchNorm::next_momentum() {
  return momentum_ ? *momentum_ : 1 / (static_cast<double>(num_batches_tracked.item()) + 1);
}

void BatchNorm::members(Members& m) {
  Norm::members(m);
  m.buffer("running_mean", running_mean);
  m.buffer("running_var", running_var);
  m.buffer("num_batches_tracked", num_batches_tracked);
}

std::string BatchNorm::describe() const {
  return std::string(class_name()) + "(" + text(num_features_) +
         (momentum_ ? ", momentum=" + text(*momentum_) : ", cumulative average") + affine_text() +
         (running_mean.defined() ? "" : ", track_running_stats=false") + ")";
}

namespace {

void check_rank(const BatchNorm& layer, const Tensor& x, std::size_t least, std::size_t most,
                const char* expected) {
  GG_CHECK(x.dim() >= least && x.dim() <= most, layer.describe(), ": expected input ", expected, ", got ",
           x.shape());
}

}  // namespace

Tensor BatchNorm1d::normalized(const Tensor& x, bool relu) {
  check_rank(*this, x, 2, 3, "(N, C) or (N, C, L)");
  return BatchNorm::normalized(x, relu);
}

Tensor BatchNorm2d::normalized(const Tensor& x, bool relu) {
  check_rank(*this, x, 4, 4, "(N, C, H, W)");
  return BatchNorm::normalized(x, relu);
}

Tensor BatchNorm3d::normalized(const Tensor& x, bool relu) {
  check_rank(*this, x, 5, 5, "(N, C, D, H, W)");
  return BatchNorm::normalized(x, relu);
}

}  // namespace GG_SCALAR
}  // namespace gg
