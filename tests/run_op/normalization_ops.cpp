#include "tests/run_op/registry.hpp"

namespace gg::run_op {
namespace {

Result with_statistics(const Tensor& y, const NormStatistics& statistics, NamedTensors more = {}) {
  more.emplace_back("mean", statistics.mean);
  more.emplace_back("var", statistics.var);
  return {y, more};
}

Result apply_batch_norm(const Tensors& x, Attributes& a) {
  RunningStatistics running;
  NamedTensors moved;
  if (x[3].defined()) moved.emplace_back("running_mean", running.mean = x[3].clone());
  if (x[4].defined()) moved.emplace_back("running_var", running.var = x[4].clone());
  NormStatistics s;
  const Tensor y = batch_norm(x[0], running, x[1], x[2], a.get("training", true), a.get("momentum", 0.1),
                              a.get("eps", 1e-5), &s);
  return with_statistics(y, s, moved);
}

}  // namespace

std::vector<Op> normalization_ops() {
  return {
      {"group_norm",
       {"x", "gamma?", "beta?"},
       [](const Tensors& x, Attributes& a) {
         NormStatistics s;
         const auto num_groups = a.need<std::size_t>("num_groups");
         const Tensor y = group_norm(x[0], num_groups, x[1], x[2], a.get("eps", 1e-5), &s);
         return with_statistics(y, s);
       }},
      {"instance_norm",
       {"x", "gamma?", "beta?"},
       [](const Tensors& x, Attributes& a) {
         NormStatistics s;
         const Tensor y = instance_norm(x[0], x[1], x[2], a.get("eps", 1e-5), &s);
         return with_statistics(y, s);
       }},
      {"layer_norm",
       {"x", "gamma?", "beta?"},
       [](const Tensors& x, Attributes& a) {
         NormStatistics s;
         const auto shape = a.need<Shape>("normalized_shape");
         const Tensor y = layer_norm(x[0], shape, x[1], x[2], a.get("eps", 1e-5), &s);
         return with_statistics(y, s);
       }},
      {"batch_norm", {"x", "gamma?", "beta?", "running_mean?", "running_var?"}, apply_batch_norm},
  };
}

}  // namespace gg::run_op
