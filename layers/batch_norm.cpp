#include "layers/batch_norm.hpp"

namespace gg {
inline namespace GG_SCALAR {

BatchNorm::BatchNorm(std::size_t num_features, const BatchNormOptions& options)
    : Cloneable("BatchNorm", {num_features}, options),
      RunningStats("BatchNorm", options.track_running_stats ? Shape{num_features} : Shape{},
                   options.momentum),
      num_features_(num_features) {}

Tensor BatchNorm::normalized(const Tensor& x, bool relu) {
  check_channels(x, num_features_);
  const RunningStatistics running =
      training() ? RunningStatistics{} : RunningStatistics{running_mean, running_var};
  Tensor y = batch_norm(x, running, weight, bias, training(), 0, eps_, &statistics_, relu);
  if (training()) absorb(statistics_, x.numel() / num_features_);
  return y;
}

void BatchNorm::members(Members& m) {
  Norm::members(m);
  running_members(m);
}

std::string BatchNorm::describe() const {
  return std::string(class_name()) + "(" + text(num_features_) + momentum_text() + affine_text() +
         tracking_text() + ")";
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
