#include "layers/precise_bn.hpp"

#include "core/autograd.hpp"
#include "core/ops.hpp"
#include "layers/layers.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

namespace {

using namespace gg;

Tensors make_batches(double shift = 100) {
  Random random(4);
  Tensors batches;
  for (double scale : {1.0, 2.0, 5.0}) batches.push_back(scale * randn({4, 3, 2}, random) + scale + shift);
  return batches;
}

TEST_CASE("precise_bn gives the mean and the biased variance of all values, whatever was there before") {
  for (const char* spec : {"bn", "brn", "bcn:1", "sn", "gnplus-par:1", "ecn:nx1"}) {
    INFO(spec);
    Sequential net({make_norm(spec, 3), make<ReLU>()});
    RunningStats& layer = *layers_with_running_stats(net)[0];
    layer.running_mean.fill_(-7);
    layer.running_var.fill_(99);
    const Tensors batches = make_batches();
    precise_bn(net, batches);
    const Tensor all = concat(batches);
    for (std::size_t c = 0; c < 3; ++c) {
      CHECK(layer.running_mean.at({c}) == Approx(mean(all, {0, 2}).at({c})).epsilon(1e-5));
      CHECK(layer.running_var.at({c}) == Approx(var(all, {0, 2}, false, 0).at({c})).epsilon(1e-4));
    }
  }
}

TEST_CASE("precise_bn weighs batches by their size, and parts of ghost batch norm as batches") {
  const Tensor all = make_batches(0)[2];
  Sequential net({make<GhostBatchNorm>(2, 3)});
  precise_bn(net, {slice(all, 0, 0, 3), slice(all, 0, 3)});
  CHECK(layers_with_running_stats(net)[0]->running_var.at({1}) ==
        Approx(var(all, {0, 2}, false, 0).at({1})).epsilon(1e-4));
}

TEST_CASE("precise_bn leaves everything else as it was: modes, weights, counts, freezing, observers") {
  Sequential net({make<Linear>(3, 3), make<BatchNorm>(3), make<Dropout>(0.5),
                  make<Sequential>(std::vector<ModulePtr>{make<BatchNorm>(3)})});
  net.eval();
  net[2].train();
  auto& bn = dynamic_cast<BatchNorm&>(net[1]);
  bn.freeze_running_stats = true;
  const std::vector<Scalar> weight = net.parameters()[0].to_vector();
  const std::size_t nodes = live_nodes();
  const auto batch = [](std::size_t) { return randn({8, 3}); };
  precise_bn(net, 2, batch);
  CHECK(live_nodes() == nodes);
  CHECK(net.parameters()[0].to_vector() == weight);
  CHECK_FALSE(net.training());
  CHECK_FALSE(net[1].training());
  CHECK(net[2].training());
  CHECK(bn.freeze_running_stats);
  CHECK(bn.num_batches_tracked.item() == 0);
  CHECK(bn.running_mean.at({0}) != 0);
  // Without dropout's noise, hence the same again for the last layer.
  const auto last = [&] { return layers_with_running_stats(net)[1]->running_var.to_vector(); };
  const Tensors fixed = {randn({8, 3}), randn({8, 3})};
  precise_bn(net, fixed);
  const auto once = last();
  precise_bn(net, fixed);
  CHECK(last() == once);

  const auto before = bn.running_mean.to_vector();
  CHECK_THROWS_AS(precise_bn(net, {randn({8, 3}), randn({8, 4})}), Error);
  CHECK(bn.running_mean.to_vector() == before);
  CHECK(net[2].training());
  bn.train();
  bn.freeze_running_stats = false;
  bn(randn({8, 3}));
  CHECK(bn.running_mean.to_vector() != before);  // observed no longer
}

TEST_CASE("precise_bn refuses nets without running statistics, and no batches") {
  Sequential net({make<Linear>(3, 3), make<GroupNorm>(1, 3)});
  CHECK(contains(error_of([&] { precise_bn(net, {ones({2, 3})}); }), "no layer with running statistics"));
  Sequential with({make<BatchNorm>(3)});
  CHECK(contains(error_of([&] { precise_bn(with, Tensors{}); }), "at least 1 batch"));
}

}  // namespace
