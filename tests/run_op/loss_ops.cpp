#include "tests/run_op/registry.hpp"

namespace gg::run_op {
namespace {

Reduction reduction(Attributes& a) {
  return a.choice<Reduction>(
      "reduction", {{"mean", Reduction::mean}, {"sum", Reduction::sum}, {"none", Reduction::none}}, "mean");
}

Op elementwise_loss(const char* name, Tensor (*loss)(const Tensor&, const Tensor&, Reduction)) {
  return {name, {"x", "target"}, [loss](const Tensors& x, Attributes& a) {
            return loss(x[0], x[1], reduction(a));
          }};
}

CrossEntropyOptions cross_entropy_options(const Tensor& weight, Attributes& a) {
  CrossEntropyOptions o;
  o.weight = weight.defined() ? weight.detach() : weight;
  a.read("label_smoothing", o.label_smoothing);
  a.read("ignore_index", o.ignore_index);
  return o;
}

}  // namespace

std::vector<Op> loss_ops() {
  return {
      elementwise_loss("mse_loss", mse_loss),
      elementwise_loss("l1_loss", l1_loss),
      elementwise_loss("bce_with_logits_loss", bce_with_logits_loss),
      {"smooth_l1_loss",
       {"x", "target"},
       [](const Tensors& x, Attributes& a) {
         return smooth_l1_loss(x[0], x[1], a.get("beta", 1.0), reduction(a));
       }},
      {"cross_entropy",
       {"logits", "weight?"},
       [](const Tensors& x, Attributes& a) {
         return cross_entropy(x[0], a.need<Labels>("targets"), cross_entropy_options(x[1], a));
       }},
      {"nll_loss",
       {"log_probabilities", "weight?"},
       [](const Tensors& x, Attributes& a) {
         return nll_loss(x[0], a.need<Labels>("targets"), cross_entropy_options(x[1], a));
       }},
      {"count_correct",
       {"logits"},
       [](const Tensors& x, Attributes& a) {
         return Tensor(static_cast<double>(count_correct(x[0], a.need<Labels>("targets"))));
       }},
  };
}

}  // namespace gg::run_op
