#include "core/ops.hpp"
#include "layers/layers.hpp"
#include "tests/catch.hpp"

namespace {

using namespace gg;

double distance(const Tensor& a, const Tensor& b) { return static_cast<double>(max(abs(a - b)).item()); }

TEST_CASE("every norm layer passes its eps on") {
  NormOptions options;
  options.eps = 3;
  BatchNormOptions batch;
  batch.eps = 3;
  BatchRenormOptions renorm;
  renorm.eps = 3, renorm.r_max = 1, renorm.d_max = 0;
  GroupNormPlusOptions parallel;
  parallel.eps = 3, parallel.arrangement = Arrangement::parallel;
  FilterResponseNormOptions response;
  response.eps = 3;
  RMSNormOptions rms;
  rms.eps = 3;
  const Tensor x({2, 1, 2}, {-1, 1, -1, 1});  // variance 1, hence y = x / 2
  FilterResponseNorm frn(1, response);
  CHECK(frn(x).to_vector() == std::vector<Scalar>{0, 0.5, 0, 0.5});
  EvoNormS0 evo(1, 1, options);
  CHECK(distance(evo(x), x * sigmoid(x) / 2) < 1e-6);
  BatchChannelNorm bcn(1, 1, batch);
  bcn.eval();
  CHECK(distance(bcn(x), group_norm(x / 2, 1, {}, {}, 3)) < 1e-6);
  for (const ModulePtr& norm : std::vector<ModulePtr>{
           make<GroupNorm>(1, 1, options), make<InstanceNorm>(1, options), make<LayerNorm>(Shape{2}, options),
           make<BatchNorm>(1, batch), make<BatchRenorm>(1, renorm), make<GroupNormPlus>(1, 1, parallel),
           make<SwitchableNorm>(1, batch), make<RMSNorm>(Shape{2}, rms), make<GhostBatchNorm>(2, 1, batch),
           make<ExamplesChannelsNorm>(1, 1, 1, batch)}) {
    INFO(norm->describe());
    CHECK(distance((*norm)(x), x / 2) < 1e-6);
  }
}

TEST_CASE("BatchNorm in evaluation counts no batches") {
  BatchNorm bn(1);
  bn.eval();
  bn(ones({2, 1}));
  CHECK(bn.num_batches_tracked.item() == 0);
}

}  // namespace
