#include <functional>

#include "core/autograd.hpp"
#include "core/ops.hpp"
#include "layers/layers.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

namespace {

using namespace gg;

TEST_CASE("GroupNorm by number of groups or by channels a group") {
  CHECK(GroupNorm(4, 12).num_groups() == 4);
  CHECK(GroupNorm(ChannelsPerGroup{4}, 12).num_groups() == 3);
  CHECK(contains(error_of([] { GroupNorm(5, 12); }), "12 channels and num_groups 5"));
  CHECK(contains(error_of([] { GroupNorm(ChannelsPerGroup{5}, 12); }), "12 channels and 5 a group"));
  CHECK(contains(error_of([] { GroupNorm(static_cast<std::size_t>(-1), 12); }), "num_groups -1"));
  CHECK_THROWS_AS(GroupNorm(0, 12), Error);
  CHECK_THROWS_AS(GroupNorm(ChannelsPerGroup{0}, 12), Error);
  CHECK(contains(error_of([] {
                   GroupNorm(2, 4).forward(zeros({1, 6, 2}));
                 }),
                 "GroupNorm(2, 4): expected input (N, 4, *spatial), got (1, 6, 2)"));
}

TEST_CASE("make_norm") {
  const std::vector<std::pair<std::string, std::string>> specs = {
      {"bn", "BatchNorm(16, momentum=0.1)"},
      {"gn:8", "GroupNorm(8, 16)"},
      {"gn:c4", "GroupNorm(4, 16)"},
      {"ln", "GroupNorm(1, 16)"},
      {"in", "InstanceNorm(16)"},
      {"gnplus:8", "GroupNormPlus(8, 16, gn_first)"},
      {"gnplus-bn:c8", "GroupNormPlus(2, 16, bn_first)"},
      {"gnplus-par:c8", "GroupNormPlus(2, 16, parallel)"},
      {"brn", "BatchRenorm(16, r_max=3, d_max=5, momentum=0.1)"},
      {"bcn:c8", "BatchChannelNorm(2, 16, momentum=0.1)"},
      {"sn", "SwitchableNorm(16, momentum=0.1)"},
      {"frn", "FilterResponseNorm(16)"},
      {"evo:c8", "EvoNormS0(2, 16)"},
      {"rms", "RMSNorm((16), whole_samples=true)"},
      {"ghost:4", "GhostBatchNorm(4, 16, momentum=0.1)"},
      {"ecn:4x8", "ExamplesChannelsNorm(4, 8, 16, momentum=0.1)"},
      {"ecn:nx8", "ExamplesChannelsNorm(whole batch, 8, 16, momentum=0.1)"},
      {"grn", "GRN(16)"},
      {"none", "Identity()"}};
  for (const auto& [spec, printed] : specs) {
    INFO(spec);
    CHECK(make_norm(spec, 16)->describe() == printed);
    CHECK(make_norm("ws+" + spec, 16)->describe() == printed);
  }
  for (const char* wrong : {"",        "xn",       "gn",
                            "gn:",     "gn:c",     "gn:x",
                            "gn:0",    "gn:-1",    "gn:99999999999999999999",
                            "bn:2",    "gn:8 ",    "ghost",
                            "ghost:0", "ghost:c4", "ecn:4",
                            "ecn:x4",  "ecn:4x",   "ecn:0x4",
                            "ecn:nx0", "ecn:c4x4", "ws+",
                            "ws+xn",   "ws+ws+bn", "gnplus",
                            "brn:3",   "rms:1"}) {
    INFO(wrong);
    CHECK(contains(error_of([&] { make_norm(wrong, 8); }), "make_norm"));
  }
  CHECK(contains(error_of([] { make_norm("xn", 8); }), "gn:G or gn:cK"));
  CHECK(contains(error_of([] { make_norm("gn:3", 8); }), "8 channels and num_groups 3"));
  CHECK(contains(error_of([] { make_norm("evo:c3", 8); }), "8 channels and 3 a group"));
  CHECK(norm_specs().size() >= 18);
}

TEST_CASE("what is said of a normalizer by its name") {
  for (const char* batch : {"bn", "gnplus:8", "gnplus-bn:c4", "gnplus-par:1", "brn", "bcn:c4", "sn",
                            "ghost:4", "ecn:4x8", "ecn:nx1", "ws+bn", "unheard of", "ecn:"}) {
    INFO(batch);
    CHECK(norm_sees_batch(batch));
  }
  for (const char* alone :
       {"gn:8", "gn:c4", "ln", "in", "none", "frn", "evo:8", "rms", "grn", "ecn:1x4", "ghost:1", "ws+gn:8"}) {
    INFO(alone);
    CHECK_FALSE(norm_sees_batch(alone));
  }
  for (const char* active : {"frn", "evo:c4", "ws+frn"}) CHECK(norm_has_activation(active));
  for (const char* linear : {"bn", "gn:8", "grn", "none", "ws+gn:8", "unheard of"})
    CHECK_FALSE(norm_has_activation(linear));
  CHECK(norm_wraps_weights("ws+gn:8"));
  CHECK_FALSE(norm_wraps_weights("gn:8"));
  const auto layer = std::static_pointer_cast<Module>(make<Linear>(4, 3));
  CHECK(with_weight_standardization("gn:8", layer) == layer);
  CHECK(with_weight_standardization("ws+gn:8", layer)->describe() == "WeightStandardization");
  CHECK(contains(error_of([] { GRU(2, 3, "ws+gn:3"); }), "GRU: its weights cannot be standardized"));
}

// For each text, whether the first sample's output in training moves with the second sample: as
// norm_sees_batch says.
TEST_CASE("norm_sees_batch is true") {
  Random random(3);
  const Tensor first = randn({1, 4, 3}, random);
  for (const char* spec :
       {"bn", "gn:2", "ln", "in", "gnplus:2", "gnplus-bn:2", "gnplus-par:2", "brn", "bcn:2", "sn", "frn",
        "evo:2", "rms", "ghost:2", "ghost:1", "ecn:2x2", "ecn:1x2", "grn", "none"}) {
    INFO(spec);
    const auto first_of = [&](const Tensor& second) {
      const ModulePtr norm = make_norm(spec, 4);
      for (Tensor& parameter : norm->parameters()) parameter.fill_(1);
      return slice((*norm)(concat({first, second})), 0, 0, 1).to_vector();
    };
    CHECK((first_of(randn({1, 4, 3}, random)) != first_of(5 * randn({1, 4, 3}, random))) ==
          norm_sees_batch(spec));
  }
}

TEST_CASE("statistics of the last forward") {
  const Tensor x({2, 2, 2}, {1, 3, 10, 16, 0, 0, 5, 7});
  GroupNorm gn(2, 2);
  CHECK(contains(error_of([&] { gn.statistics(); }), "before the first forward pass"));
  gn(x);
  CHECK(gn.statistics().mean.shape() == Shape{2, 2});
  CHECK(gn.statistics().mean.to_vector() == std::vector<Scalar>{2, 13, 0, 6});
  CHECK(gn.statistics().var.to_vector() == std::vector<Scalar>{1, 9, 0, 1});
  BatchNorm bn(2);
  bn(x);
  CHECK(bn.statistics().mean.to_vector() == std::vector<Scalar>{1, 9.5});
  LayerNorm ln({2});
  ln(x);
  CHECK(ln.statistics().mean.shape() == Shape{2, 2});
  bn.eval();
  bn(x);
  CHECK(bn.statistics().mean.to_vector() == bn.running_mean.to_vector());
}

TEST_CASE("BatchNorm: momentum, cumulative average, freezing, evaluation") {
  const Tensor a({2, 1}, {0, 2}), b({2, 1}, {4, 10});  // means 1 and 7, unbiased variances 2 and 18
  BatchNorm usual(1);
  usual(a);
  CHECK(usual.running_mean.item() == Approx(0.1));
  CHECK(usual.running_var.item() == Approx(0.9 + 0.2));

  BatchNormOptions options;
  options.momentum.reset();
  BatchNorm cumulative(1, options);
  cumulative(a);
  cumulative(b);
  CHECK(cumulative.running_mean.item() == Approx(4));
  CHECK(cumulative.running_var.item() == Approx(10));
  CHECK(cumulative.num_batches_tracked.item() == 2);
  cumulative.freeze_running_stats = true;
  CHECK(cumulative(a).to_vector() == usual(a).to_vector());  // still of this batch
  CHECK(cumulative.running_mean.item() == Approx(4));
  cumulative.eval();
  CHECK(cumulative(Tensor({1, 1}, {4})).item() == Approx(0).margin(1e-6));  // a batch of one is fine now
  CHECK(contains(error_of([] { BatchNorm(3).forward(zeros({1, 3})); }), "more than 1 value per channel"));

  options.track_running_stats = false;
  BatchNorm untracked(1, options);
  untracked.eval();
  CHECK(untracked(a).to_vector() == usual(a).to_vector());
  options.momentum = 1.5;
  CHECK_THROWS_AS(BatchNorm(1, options), Error);
}

TEST_CASE("BatchNorm serves every rank") {
  for (const Shape& shape : {Shape{4, 3}, Shape{4, 3, 5}, Shape{4, 3, 2, 2}, Shape{2, 3, 2, 2, 2}}) {
    const Tensor y = BatchNorm(3).forward(randn(shape));
    CHECK(y.shape() == shape);
    Axes axes = {0};
    for (int i = 2; i < static_cast<int>(shape.size()); ++i) axes.push_back(i);
    for (Scalar m : mean(y, axes).to_vector()) CHECK(m == Approx(0).margin(1e-5));
    for (Scalar v : var(y, axes, false, 0).to_vector()) CHECK(v == Approx(1).epsilon(1e-3));
  }
}

TEST_CASE("BatchNorm1d, 2d and 3d refuse other ranks") {
  CHECK(contains(error_of([] {
                   BatchNorm1d(3).forward(zeros({4, 3, 2, 2}));
                 }),
                 "(N, C) or (N, C, L), got (4, 3, 2, 2)"));
  CHECK(contains(error_of([] { BatchNorm2d(3).forward(zeros({4, 3})); }), "(N, C, H, W), got (4, 3)"));
  CHECK(contains(error_of([] { BatchNorm3d(3).forward(zeros({4, 3})); }), "(N, C, D, H, W), got (4, 3)"));
}

}  // namespace
