// The four normalizations. Each is
//
//   y = (x - mean) / sqrt(var + eps) * gamma + beta      var biased, eps = 1e-5 by default
//
// and they differ in the set of elements that a mean and a variance are taken over. For x
// of shape (N, C, *spatial):
//
//                       one mean for each        taken over                    gamma, beta
//     batch_norm        channel                  N, *spatial                   (C)
//     instance_norm     sample and channel       *spatial                      (C)
//     group_norm        sample and group         C / G channels, *spatial      (C)
//     layer_norm        position before the      the last axes,                those axes
//                       last axes                `normalized_shape`
//
// Inputs may have any rank from 2: (N, C), (N, C, L), (N, C, H, W), (N, C, D, H, W). gamma and beta may be
// undefined (1 and 0). The kernels are right where the mean is much larger than the deviation, where squares
// overflow, where a set is constant (the result is exactly beta) and where it is long. Squares of x beyond
// the range of Scalar, large or small, are no problem, even with eps = 0; differences of elements beyond it
// give inf or NaN. All are
// differentiable to any order.
//
// With `relu`, the result is max(y, 0): the same numbers as relu() of the op's result, but x is read and y
// written once, and nothing is kept in between.
//
// Sources: batch norm arXiv 1502.03167, layer norm 1607.06450, instance norm
// 1607.08022, group norm 1803.08494.
#pragma once

#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {

// What a normalization measured: (N, G) for group norm, (N, C) for instance norm, (C) for batch norm, and the
// axes before the normalized ones for layer norm.
struct NormStatistics {
  Tensor mean, var;  // mean, and biased variance
};

// Channels c of group floor(c / (C / num_groups)) share statistics. num_groups = 1 takes all channels
// together, num_groups = C is instance norm. Throws unless C is divisible by num_groups.
Tensor group_norm(const Tensor& x, std::size_t num_groups, const Tensor& gamma = {}, const Tensor& beta = {},
                  double eps = 1e-5, NormStatistics* statistics = nullptr, bool relu = false);

// Each channel of each sample alone; group_norm with C groups.
Tensor instance_norm(const Tensor& x, const Tensor& gamma = {}, const Tensor& beta = {}, double eps = 1e-5,
                     NormStatistics* statistics = nullptr, bool relu = false);

// x's last axes must be normalized_shape.
Tensor layer_norm(const Tensor& x, const Shape& normalized_shape, const Tensor& gamma = {},
                  const Tensor& beta = {}, double eps = 1e-5, NormStatistics* statistics = nullptr,
                  bool relu = false);

// Where batch norm keeps its running averages, each (C). Undefined: there are none.
struct RunningStatistics {
  Tensor mean, var;  // mean, and unbiased variance
};

// running <- (1 - momentum) running + momentum batch, in place. Throws if a variance of the batch is beyond
// the range of Scalar; then nothing is changed.
void update_running(const RunningStatistics& running, const RunningStatistics& batch, double momentum);

// Each channel over the whole batch. In training (or without running statistics) by the statistics of this
// batch; the running ones, if defined, become
//
//   running <- (1 - momentum) running + momentum batch      with the unbiased variance
//
// Throws if a channel has a single value. Otherwise by the running statistics, as constants.
Tensor batch_norm(const Tensor& x, const RunningStatistics& running = {}, const Tensor& gamma = {},
                  const Tensor& beta = {}, bool training = true, double momentum = 0.1, double eps = 1e-5,
                  NormStatistics* statistics = nullptr, bool relu = false);

}  // namespace GG_SCALAR
}  // namespace gg
