#include "layers/examples_channels_norm.hpp"

#include <algorithm>

#include "core/ops/shape.hpp"
#include "core/ops/slice.hpp"

namespace gg {
inline namespace GG_SCALAR {
namespace {

std::size_t groups_of(std::size_t channels_per_group, std::size_t num_channels) {
  GG_CHECK(channels_per_group >= 1 && num_channels % channels_per_group == 0,
           "ExamplesChannelsNorm: expected number of channels to be divisible by channels per group, got ",
           num_channels, " channels and ", channels_per_group, " a group");
  return num_channels / channels_per_group;
}

// Group norm of x (parts * each, C, S), with `each` examples in place of one: they lie side by side as
// further positions.
struct GroupNormOfParts {
  std::size_t num_groups;
  const Tensor &gamma, &beta;
  double eps;
  bool relu;

  Tensor operator()(const Tensor& x, std::size_t each, NormStatistics* statistics) const {
    const std::size_t parts = x.size(0) / each, C = x.size(1), S = x.size(2);
    const Tensor beside = permute(reshape(x, {parts, each, C, S}), {0, 2, 1, 3});
    const Tensor y = group_norm(beside, num_groups, gamma, beta, eps, statistics, relu);
    return reshape(permute(y, {0, 2, 1, 3}), x.shape());
  }
};

NormStatistics both(const NormStatistics& a, const NormStatistics& b) {
  return {concat({a.mean, b.mean}), concat({a.var, b.var})};
}

}  // namespace

ExamplesChannelsNorm::ExamplesChannelsNorm(std::size_t examples_per_group, std::size_t channels_per_group,
                                           std::size_t num_channels, const BatchNormOptions& options)
    : Cloneable("ExamplesChannelsNorm", {num_channels}, options),
      RunningStats("ExamplesChannelsNorm",
                   options.track_running_stats && examples_per_group != 1
                       ? Shape{groups_of(channels_per_group, num_channels)}
                       : Shape{},
                   options.momentum),
      examples_per_group_(examples_per_group),
      num_groups_(groups_of(channels_per_group, num_channels)),
      num_channels_(num_channels) {}

Tensor ExamplesChannelsNorm::normalized(const Tensor& x, bool relu) {
  check_channels(x, num_channels_);
  if (examples_per_group_ == 1) return group_norm(x, num_groups_, weight, bias, eps_, &statistics_, relu);
  return !training() && running_mean.defined() ? by_running(x, relu) : by_batch(x, relu);
}

Tensor ExamplesChannelsNorm::by_running(const Tensor& x, bool relu) {
  const std::size_t each = num_channels_ / num_groups_;
  const auto of_channels = [&](const Tensor& t) {
    return reshape(broadcast_to(reshape(t, {num_groups_, 1}), {num_groups_, each}), {num_channels_});
  };
  statistics_ = {running_mean.clone(), running_var.clone()};
  return batch_norm(x, {of_channels(running_mean), of_channels(running_var)}, weight, bias, false, 0, eps_,
                    nullptr, relu);
}

Tensor ExamplesChannelsNorm::by_batch(const Tensor& x, bool relu) {
  const Tensor v = flat(x, num_channels_);
  const std::size_t N = v.size(0), values = num_channels_ / num_groups_ * v.size(2);
  const std::size_t each = examples_per_group_ == kWholeBatch ? N : std::min(examples_per_group_, N);
  const std::size_t rest = each ? N % each : 0;
  GG_CHECK((rest ? rest : each) * values > 1, describe(),
           ": expected more than 1 value per group of examples and channels when ",
           training() ? "training" : "there are no running statistics", ", got input ", x.shape());
  const GroupNormOfParts norm{num_groups_, weight, bias, eps_, relu};
  const auto whole = static_cast<long>(N - rest);
  Tensor y = norm(rest ? slice(v, 0, 0, whole) : v, each, &statistics_);
  if (rest) {
    NormStatistics last;
    y = concat({y, norm(slice(v, 0, whole), rest, &last)});
    statistics_ = both(statistics_, last);
  }
  for (std::size_t begin = 0, part = 0; training() && begin < N; begin += each, ++part) {
    const auto at = static_cast<long>(part);
    const auto row = [&](const Tensor& t) { return reshape(slice(t, 0, at, at + 1), {num_groups_}); };
    absorb({row(statistics_.mean), row(statistics_.var)}, std::min(each, N - begin) * values);
  }
  return reshape(y, x.shape());
}

void ExamplesChannelsNorm::members(Members& m) {
  Norm::members(m);
  running_members(m);
}

std::string ExamplesChannelsNorm::options_text() const {
  const bool alone = examples_per_group_ == 1;
  return (alone ? "" : momentum_text()) + affine_text() + (alone ? "" : tracking_text());
}

std::string ExamplesChannelsNorm::describe() const {
  return "ExamplesChannelsNorm(" +
         (examples_per_group_ == kWholeBatch ? "whole batch" : text(examples_per_group_)) + ", " +
         text(num_channels_ / num_groups_) + ", " + text(num_channels_) + options_text() + ")";
}

}  // namespace GG_SCALAR
}  // namespace gg
