// Every normalization layer against central differences, at first and second order: with respect to its input
// and all its parameters, in training and in evaluation.
#include "core/gradcheck.hpp"
#include "core/ops.hpp"
#include "layers/layers.hpp"
#include "tests/catch.hpp"

namespace {

using namespace gg;

struct Case {
  ModulePtr layer;
  Shape input;
  double spread = 3;  // deviation of the input
};

std::vector<Case> cases() {
  GroupNormPlusOptions bn_first, parallel, published;
  bn_first.arrangement = Arrangement::bn_first;
  parallel.arrangement = Arrangement::parallel;
  published.published_statistics = true;
  // r and d are constants to the gradient, but not to differences: only at their limits can these agree.
  BatchRenormOptions limits;
  limits.r_max = 1.01, limits.d_max = 0.01;
  FilterResponseNormOptions learned;
  learned.learn_eps = true;
  RMSNormOptions whole;
  whole.whole_samples = true;
  NormOptions plain;
  plain.affine = false;
  ConvTranspose2dOptions up;
  up.groups = 2;
  return {
      {make<GroupNormPlus>(2, 4), {3, 4, 2}},
      {make<GroupNormPlus>(2, 4, bn_first), {3, 4, 2}},
      {make<GroupNormPlus>(2, 4, parallel), {3, 4}},
      {make<GroupNormPlus>(2, 4, published), {3, 4, 2}},
      {make<BatchRenorm>(3, limits), {4, 3, 2}},
      {make<BatchChannelNorm>(2, 4), {3, 4, 2}},
      {make<SwitchableNorm>(3), {3, 3, 2, 2}},
      {make<SwitchableNorm>(3), {4, 3}},
      {make<FilterResponseNorm>(3), {2, 3, 4}},
      {make<FilterResponseNorm>(3, learned), {4, 3}},
      {make<FilterResponseNorm>(3, learned), {2, 3, 2}, 0.1},
      {make<EvoNormS0>(2, 4), {2, 4, 3}},
      {make<EvoNormS0>(1, 4, plain), {3, 4}},
      {make<RMSNorm>(Shape{3, 2}), {2, 3, 2}},
      {make<RMSNorm>(Shape{4}, whole), {2, 4, 3}},
      {make<GhostBatchNorm>(2, 3), {5, 3, 2}},
      {make<ExamplesChannelsNorm>(2, 2, 4), {4, 4, 2}},
      {make<ExamplesChannelsNorm>(kWholeBatch, 4, 4), {3, 4}},
      {make<GRN>(3), {2, 3, 4}},
      {make<GRN>(3), {4, 3}},
      {make<WeightStandardization>(make<Linear>(3, 2)), {4, 3}},
      {make<WeightStandardization>(make<Conv1d>(2, 2, 2)), {2, 2, 4}},
      {make<WeightStandardization>(make<Conv2d>(2, 2, 2)), {1, 2, 3, 3}},
      {make<WeightStandardization>(make<ConvTranspose2d>(4, 4, 2, up)), {1, 4, 2, 2}},
  };
}

// Frozen, and away from what the batch gives: batch renorm's r and d are then at their limits.
void prepare(Module& layer, bool training) {
  Random random(7);
  for (Tensor& parameter : layer.parameters()) parameter.copy_(rand(parameter.shape(), random) + 0.5);
  for (RunningStats* running : layers_with_running_stats(layer)) {
    running->running_mean.copy_(10 * ones(running->running_mean.shape()));
    running->running_var.copy_(rand(running->running_var.shape(), random) + 0.5);
  }
  freeze_running_stats(layer);
  layer.train(training);
}

TEST_CASE("every normalization layer: gradients of first and second order") {
  for (const Case& c : cases()) {
    for (bool training : {true, false}) {
      INFO(*c.layer << (training ? "training" : "evaluation"));
      prepare(*c.layer, training);
      Random random(8);
      Tensors inputs = c.layer->parameters();
      inputs.push_back((c.spread * randn(c.input, random) + 1).detach().requires_grad_());
      const TensorFunction f = [&](const Tensors& t) -> Tensors { return {(*c.layer)(t.back())}; };
      const GradcheckResult first = gradcheck(c.layer->describe(), f, inputs);
      INFO(first.message);
      CHECK(first.ok);
      CHECK(first.gradient_norm > 0.1);
      const GradcheckResult second = gradgradcheck(c.layer->describe(), f, inputs);
      INFO(second.message);
      CHECK(second.ok);
      CHECK(second.gradient_norm > 0.1);
    }
  }
}

}  // namespace
