#include "layers/running_stats.hpp"

#include "core/autograd.hpp"
#include "core/ops.hpp"
#include "layers/layers.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

namespace {

using namespace gg;

std::vector<Scalar> running_of(Module& net) {
  std::vector<Scalar> all;
  for (const auto& [name, buffer] : net.named_buffers()) {
    for (Scalar v : buffer.to_vector()) all.push_back(v);
  }
  return all;
}

// Two layers with running statistics, at different depths, one without.
Sequential make_net() {
  BatchNormOptions untracked;
  untracked.track_running_stats = false;
  return Sequential({make<BatchNorm>(3), make<BatchNorm>(3, untracked),
                     make<Sequential>(std::vector<ModulePtr>{make<ReLU>(), make<BatchNorm>(3)})});
}

TEST_CASE("the layers that keep running statistics are found at every depth") {
  Sequential net = make_net();
  CHECK(layers_with_running_stats(net).size() == 2);
  CHECK(layers_with_running_stats(net)[0] == dynamic_cast<RunningStats*>(&net[0]));
  CHECK(layers_with_running_stats(net[1]).empty());
}

TEST_CASE("frozen running statistics stay, those of the batch are used all the same") {
  Sequential net = make_net();
  const Tensor x = 2 * randn({5, 3, 4}) + 1;
  net(x);
  const std::vector<Scalar> before = running_of(net);
  const std::vector<Scalar> y = net(x).to_vector();
  CHECK(running_of(net) != before);
  freeze_running_stats(net);
  const std::vector<Scalar> frozen = running_of(net);
  CHECK(net(x).to_vector() == y);
  CHECK(running_of(net) == frozen);
  freeze_running_stats(net, false);
  net(x);
  CHECK(running_of(net) != frozen);
}

TEST_CASE("a frozen scope gives each layer back as it was, also after an error") {
  Sequential net = make_net();
  const auto layers = layers_with_running_stats(net);
  layers[1]->freeze_running_stats = true;
  {
    const FrozenRunningStats frozen(net);
    for (RunningStats* layer : layers) CHECK(layer->freeze_running_stats);
  }
  CHECK_FALSE(layers[0]->freeze_running_stats);
  CHECK(layers[1]->freeze_running_stats);
  CHECK_THROWS_AS(
      [&] {
        const FrozenRunningStats frozen(net);
        net(zeros({1, 3}));
      }(),
      Error);
  CHECK_FALSE(layers[0]->freeze_running_stats);
}

TEST_CASE("an observer sees each training batch in place of the running statistics") {
  BatchNorm bn(1);
  std::vector<Scalar> seen;
  bn.observe_batches([&](const NormStatistics& batch, std::size_t count) {
    seen = {batch.mean.item(), batch.var.item(), static_cast<Scalar>(count)};
  });
  bn(Tensor({2, 1, 2}, {1, 3, 5, 7}));
  CHECK(seen == std::vector<Scalar>{4, 5, 4});
  CHECK(bn.running_mean.item() == 0);
  CHECK(bn.num_batches_tracked.item() == 0);
  bn.eval();
  bn(Tensor({1, 1}, {9}));
  CHECK(seen[0] == 4);
  bn.train();
  bn.observe_batches({});
  bn(Tensor({2, 1}, {10, 30}));
  CHECK(bn.running_mean.item() == Approx(2));
}

TEST_CASE("running statistics record nothing") {
  BatchNorm bn(3);
  const std::size_t before = live_nodes();
  {
    const Tensor y = bn(randn({4, 3}).requires_grad_());
    CHECK(live_nodes() > before);
  }
  CHECK(live_nodes() == before);
  CHECK_FALSE(bn.running_var.requires_grad());
}

}  // namespace
