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
  CHECK(make_norm("bn", 8)->describe() == "BatchNorm(8, momentum=0.1)");
  CHECK(make_norm("gn:8", 16)->describe() == "GroupNorm(8, 16)");
  CHECK(make_norm("gn:c4", 16)->describe() == "GroupNorm(4, 16)");
  CHECK(make_norm("ln", 8)->describe() == "GroupNorm(1, 8)");
  CHECK(make_norm("in", 8)->describe() == "InstanceNorm(8)");
  CHECK(make_norm("none", 8)->describe() == "Identity()");
  for (const char* wrong :
       {"", "xn", "gn", "gn:", "gn:c", "gn:x", "gn:0", "gn:-1", "gn:99999999999999999999", "bn:2", "gn:8 "}) {
    INFO(wrong);
    CHECK(contains(error_of([&] { make_norm(wrong, 8); }), "make_norm"));
  }
  CHECK(contains(error_of([] { make_norm("xn", 8); }), "gn:G or gn:cK"));
  CHECK(contains(error_of([] { make_norm("gn:3", 8); }), "8 channels and num_groups 3"));
  CHECK(norm_specs().size() >= 5);
  CHECK(norm_sees_batch("bn"));
  for (const char* alone : {"gn:8", "gn:c4", "ln", "in", "none"}) CHECK_FALSE(norm_sees_batch(alone));
  CHECK(norm_sees_batch("unheard of"));
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
