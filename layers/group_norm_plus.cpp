#include "layers/group_norm_plus.hpp"

#include <cmath>

#include "core/ops/activation.hpp"
#include "core/ops/elementwise.hpp"
#include "core/ops/shape.hpp"

namespace gg {
inline namespace GG_SCALAR {

GroupNormPlus::GroupNormPlus(std::size_t num_groups, std::size_t num_channels,
                             const GroupNormPlusOptions& options)
    : Cloneable("GroupNormPlus", {num_channels}, options),
      lambda(ones({}).requires_grad_()),
      num_groups_(num_groups),
      num_channels_(num_channels),
      arrangement_(options.arrangement) {
  check_groups("GroupNormPlus", num_groups, num_channels);
  if (options.published_statistics) return;
  BatchNormOptions plain = options;
  plain.affine = false;
  bn_ = make<BatchNorm>(num_channels, plain);
}

Tensor GroupNormPlus::normalized(const Tensor& x, bool relu) {
  const Tensor v = flat(x, num_channels_);
  const bool bn_first = arrangement_ == Arrangement::bn_first;
  const Tensor first = bn_first ? batch_half(v, &statistics_) : group_half(v, &statistics_);
  const Tensor& second_input = arrangement_ == Arrangement::parallel ? v : first;
  const Tensor second = bn_first ? group_half(second_input, nullptr) : batch_half(second_input, nullptr);
  const Tensor s = sigmoid(lambda), share = bn_first ? 1 - s : s;
  const Tensor y = reshape(scaled(share * first + (1 - share) * second), x.shape());
  return relu ? gg::relu(y) : y;
}

Tensor GroupNormPlus::group_half(const Tensor& x, NormStatistics* statistics) {
  return group_norm(x, num_groups_, {}, {}, eps_, statistics);
}

Tensor GroupNormPlus::batch_half(const Tensor& x, NormStatistics* statistics) {
  if (!bn_) return published_batch_half(x, statistics);
  const Tensor y = (*bn_)(x);
  if (statistics) *statistics = bn_->statistics();
  return y;
}

// Each channel at each position is a channel of its own for the op. Its variance v is biased, but
// (x - mean) / sqrt(k v + eps) = (x - mean) / sqrt(v + eps / k) / sqrt(k), with k = N / (N - 1).
Tensor GroupNormPlus::published_batch_half(const Tensor& x, NormStatistics* statistics) const {
  const auto N = static_cast<double>(x.size(0));
  GG_CHECK(N > 1, describe(),
           ": the published statistics are taken over the samples; expected at least 2, got ", x.shape());
  const double k = N / (N - 1);
  const Shape columns{x.size(0), x.size(1) * x.size(2)};
  NormStatistics biased;
  const Tensor gamma = full({columns[1]}, 1 / std::sqrt(k));
  const Tensor y = batch_norm(reshape(x, columns), {}, gamma, {}, true, 0, eps_ / k, &biased);
  if (statistics) *statistics = {biased.mean, biased.var * k};
  return reshape(y, x.shape());
}

void GroupNormPlus::members(Members& m) {
  Norm::members(m);
  m.parameter("lambda", lambda);
  if (bn_) m.child("bn", bn_);
}

std::string GroupNormPlus::describe() const {
  const char* arrangement = arrangement_ == Arrangement::gn_first   ? "gn_first"
                            : arrangement_ == Arrangement::bn_first ? "bn_first"
                                                                    : "parallel";
  return "GroupNormPlus(" + text(num_groups_) + ", " + text(num_channels_) + ", " + arrangement +
         affine_text() + (bn_ ? "" : ", published_statistics=true") + ")";
}

}  // namespace GG_SCALAR
}  // namespace gg
