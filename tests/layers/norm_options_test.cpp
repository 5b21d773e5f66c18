#include "core/ops.hpp"
#include "layers/layers.hpp"
#include "tests/catch.hpp"

namespace {

using namespace gg;

TEST_CASE("every norm layer passes its eps on") {
  NormOptions options;
  options.eps = 3;
  BatchNormOptions batch;
  batch.eps = 3;
  const Tensor x({2, 1, 2}, {-1, 1, -1, 1});  // variance 1, hence y = x / 2
  for (const ModulePtr& norm :
       std::vector<ModulePtr>{make<GroupNorm>(1, 1, options), make<InstanceNorm>(1, options),
                              make<LayerNorm>(Shape{2}, options), make<BatchNorm>(1, batch)}) {
    INFO(norm->describe());
    CHECK((*norm)(x).to_vector() == std::vector<Scalar>{-0.5, 0.5, -0.5, 0.5});
  }
}

TEST_CASE("BatchNorm in evaluation counts no batches") {
  BatchNorm bn(1);
  bn.eval();
  bn(ones({2, 1}));
  CHECK(bn.num_batches_tracked.item() == 0);
}

}  // namespace
