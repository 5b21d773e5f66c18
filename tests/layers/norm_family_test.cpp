// The younger normalizers: what each must have in common with its elders, and where it must refuse.
#include <cmath>
#include <limits>

#include "core/autograd.hpp"
#include "core/ops.hpp"
#include "layers/layers.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

namespace {

using namespace gg;

constexpr bool kDouble = std::is_same_v<Scalar, double>;
constexpr double kTolerance = kDouble ? 1e-12 : 2e-5;

double distance(const Tensor& a, const Tensor& b) {
  REQUIRE(a.shape() == b.shape());
  return static_cast<double>(max(abs(a.detach() - b.detach())).item());
}

// Gamma and beta of their own for each channel.
void give_affine(Norm& norm) {
  norm.weight.copy_(arange(norm.weight.numel()) / 2 - 0.7);
  norm.bias.copy_(3 - arange(norm.bias.numel()));
}

// Whether two layers give the same output, gradients and (in evaluation) output by running statistics.
void check_same(Norm& a, Norm& b, const Shape& shape) {
  INFO(a.describe() << " and " << b.describe() << ", " << text(shape));
  give_affine(a);
  give_affine(b);
  Random random(5);
  Tensor xa = (3 * randn(shape, random) + 2).detach().requires_grad_();
  Tensor xb = xa.clone().requires_grad_();
  const Tensor u = randn(shape, random), ya = a(xa), yb = b(xb);
  CHECK(distance(ya, yb) < kTolerance);
  ya.backward(u);
  yb.backward(u);
  CHECK(distance(xa.grad(), xb.grad()) < kTolerance);
  CHECK(distance(a.weight.grad(), b.weight.grad()) < 10 * kTolerance);
  CHECK(distance(a.bias.grad(), b.bias.grad()) < 10 * kTolerance);
  a.eval();
  b.eval();
  CHECK(distance(a(xa), b(xb)) < kTolerance);
}

TEST_CASE("ExamplesChannelsNorm contains batch, ghost batch, group, instance and layer norm") {
  for (const Shape& shape : {Shape{6, 4, 3, 2}, Shape{6, 4, 5}, Shape{6, 4}}) {
    ExamplesChannelsNorm batch(kWholeBatch, 1, 4), ghost(2, 1, 4), group(1, 2, 4), layer(1, 4, 4);
    BatchNorm bn(4);
    GhostBatchNorm gbn(2, 4);
    GroupNorm gn(2, 4), ln(1, 4);
    check_same(batch, bn, shape);
    check_same(ghost, gbn, shape);
    check_same(group, gn, shape);
    check_same(layer, ln, shape);
  }
  ExamplesChannelsNorm instance(1, 1, 4);
  InstanceNorm in(4);
  check_same(instance, in, {6, 4, 3, 2});
}

TEST_CASE("GhostBatchNorm is batch norm of each part, also of a smaller last one") {
  Random random(6);
  const Tensor x = 3 * randn({5, 3, 4}, random) + 1;
  GhostBatchNorm ghost(2, 3);
  BatchNorm bn(3);
  give_affine(ghost);
  give_affine(bn);
  const Tensor y = ghost(x);
  CHECK(distance(y, concat({bn(slice(x, 0, 0, 2)), bn(slice(x, 0, 2, 4)), bn(slice(x, 0, 4))})) < kTolerance);
  CHECK(distance(ghost.running_mean, bn.running_mean) < kTolerance);
  CHECK(distance(ghost.running_var, bn.running_var) < kTolerance);
  CHECK(ghost.num_batches_tracked.item() == 3);
  CHECK(ghost.statistics().mean.shape() == Shape{3, 3});
  CHECK(contains(error_of([&] { ghost(randn({3, 3})); }), "more than 1 value per group"));
  CHECK(contains(error_of([] { GhostBatchNorm(0, 3); }), "batch_size of at least 1"));
  CHECK(contains(error_of([] { ExamplesChannelsNorm(2, 3, 4); }), "4 channels and 3 a group"));
}

TEST_CASE("SwitchableNorm with all weight on one is that one") {
  for (int k = 0; k < 3; ++k) {
    SwitchableNorm sn(4);
    for (Tensor* weights : {&sn.mean_weight, &sn.var_weight}) {
      weights->fill_(-100);
      weights->mutable_data()[k] = 100;
    }
    InstanceNorm in(4);
    GroupNorm ln(1, 4);
    BatchNorm bn(4);
    Norm* const same[] = {&in, &ln, &bn};
    check_same(sn, *same[k], {3, 4, 5});
  }
  CHECK(contains(error_of([] {
                   SwitchableNorm(3).forward(zeros({1, 3}));
                 }),
                 "more than 1 value per channel"));
}

TEST_CASE("GroupNormPlus mixes group norm and batch norm as arranged") {
  Random random(9);
  const Tensor x = 3 * randn({4, 6, 3}, random) + 5;
  const auto gn = [](const Tensor& t) { return group_norm(t, 2); };
  const auto bn = [](const Tensor& t) { return batch_norm(t); };
  for (const Arrangement arrangement :
       {Arrangement::gn_first, Arrangement::bn_first, Arrangement::parallel}) {
    GroupNormPlusOptions options;
    options.arrangement = arrangement;
    GroupNormPlus norm(2, 6, options);
    const double s = 1 / (1 + std::exp(-1.0));
    const Tensor g = arrangement == Arrangement::bn_first ? gn(bn(x)) : gn(x);
    const Tensor b = arrangement == Arrangement::gn_first ? bn(gn(x)) : bn(x);
    CHECK(distance(norm(x), s * g + (1 - s) * b) < kTolerance);
    CHECK(contains(error_of([&] { norm(zeros({1, 6})); }), "more than 1 value per channel"));
    norm.eval();
    CHECK(norm(slice(x, 0, 0, 1)).shape() == Shape{1, 6, 3});  // one sample is fine now
    CHECK(norm.named_buffers().size() == 3);
  }
  CHECK(contains(error_of([] { GroupNormPlus(4, 6); }), "GroupNormPlus: expected number of channels"));
}

TEST_CASE("GroupNormPlus as published: over samples alone, unbiased, no running averages") {
  GroupNormPlusOptions options;
  options.arrangement = Arrangement::parallel;
  options.published_statistics = true;
  GroupNormPlus norm(1, 2, options);
  norm.lambda.fill_(-100);  // nothing but the batch half
  Random random(10);
  const Tensor x = 3 * randn({4, 2, 3}, random);
  const Tensor expected = (x - mean(x, {0}, true)) / sqrt(var(x, {0}, true) + 1e-5);
  CHECK(distance(norm(x), expected) < kTolerance);
  norm.eval();
  CHECK(distance(norm(x), expected) < kTolerance);
  CHECK(norm.named_buffers().empty());
  const std::string words = error_of([&] { norm(slice(x, 0, 0, 1)); });
  CHECK(contains(words, "taken over the samples; expected at least 2, got (1, 2, 3)"));
}

TEST_CASE(
    "BatchRenorm: batch norm at its narrowest, evaluation's numbers within wide limits, a warm-up between") {
  BatchRenormOptions narrow, wide;
  narrow.r_max = 1, narrow.d_max = 0;
  wide.r_max = 1000, wide.d_max = 1000;
  BatchRenorm as_bn(3, narrow), open(3, wide);
  BatchNorm bn(3);
  check_same(as_bn, bn, {4, 3, 2});

  Random random(11);
  const Tensor x = 3 * randn({4, 3, 2}, random) + 1;
  open.freeze_running_stats = true;
  open.running_mean.fill_(-2);
  open.running_var.fill_(5);
  const Tensor y = open(x);
  open.eval();
  CHECK(distance(y, open(x)) < kTolerance);

  wide.warmup = 2;
  BatchRenorm warming(3, wide);
  CHECK(distance(warming(x), batch_norm(x)) < kTolerance);
  CHECK(distance(warming(x), batch_norm(x)) > 0.1);
  CHECK(contains(error_of([] {
                   BatchRenormOptions options;
                   options.r_max = 0.5;
                   BatchRenorm(3, options);
                 }),
                 "r_max of at least 1"));
  CHECK(contains(error_of([] {
                   BatchRenormOptions options;
                   options.track_running_stats = false;
                   BatchRenorm(3, options);
                 }),
                 "cannot do without running statistics"));
}

TEST_CASE("BatchChannelNorm learns its statistics from single values") {
  BatchChannelNorm norm(1, 2);
  norm(Tensor({1, 2}, {4, 10}));  // a batch of one, one position
  CHECK(norm.running_mean.to_vector()[1] == Approx(1));
  CHECK(norm.running_var.to_vector()[1] == Approx(0.9 + 0.1 * 100));  // around the mean before, 0
  const Tensor x({2, 2}, {1, 2, 3, 5});
  norm.freeze_running_stats = true;
  const Tensor y = norm(x);
  norm.eval();
  CHECK(distance(norm(x), y) == 0);
}

TEST_CASE("FilterResponseNorm, EvoNormS0, RMSNorm and GRN by hand") {
  const Tensor x({1, 2, 2}, {3, -1, 2, 4});  // mean squares 5 and 10, 7.5 in all; mean 2, variance 3.5
  FilterResponseNorm frn(2);
  frn.tau.copy_(Tensor({2}, {-0.1, 0}));
  const double a = std::sqrt(5), b = std::sqrt(10);
  CHECK(distance(frn(x), Tensor({1, 2, 2}, {static_cast<Scalar>(3 / a), static_cast<Scalar>(-0.1),
                                            static_cast<Scalar>(2 / b), static_cast<Scalar>(4 / b)})) < 1e-5);
  CHECK(frn.statistics().var.to_vector()[1] == Approx(10));
  RMSNormOptions options;
  options.whole_samples = true;
  CHECK(distance(RMSNorm({2}, options).forward(x), x / std::sqrt(7.5)) < 1e-5);
  CHECK(distance(RMSNorm({2}).forward(x), x / reshape(Tensor({2}, {Scalar(a), Scalar(b)}), {1, 2, 1})) <
        1e-5);
  CHECK(distance(EvoNormS0(1, 2).forward(x), silu(x) / std::sqrt(3.5)) < 1e-5);
  GRN grn(2);
  CHECK(distance(grn(x), x) == 0);  // at the start
  grn.weight.copy_(Tensor({2}, {1, 2}));
  const double m = (a + b) / std::sqrt(2.0);  // mean of the norms sqrt(10) and sqrt(20)
  const Tensor n =
      reshape(Tensor({2}, {Scalar(std::sqrt(10.0) / m), Scalar(2 * std::sqrt(20.0) / m)}), {1, 2, 1});
  CHECK(distance(grn(x), x + x * n) < 1e-4);
}

// Scaling the input by c scales the output by c^power.
void check_scaling(Module& norm, const Tensor& x, double c, double power) {
  INFO(norm.describe() << ", " << c);
  const Tensor y = norm(x), z = norm(x * c);
  CHECK(distance(z, y * std::pow(c, power)) < 1e-4 * std::pow(c, power));
}

TEST_CASE("the young ones, too: squares beyond the range, means far above the deviation, NaN, constants") {
  Random random(12);
  const Tensor x = (randn({3, 4, 5}, random) + 3).detach();
  RMSNormOptions whole;
  whole.whole_samples = true;
  RMSNorm rms({4}, whole);
  FilterResponseNorm frn(4);
  SwitchableNorm sn(4);
  sn.freeze_running_stats = true;
  for (Norm* norm : std::initializer_list<Norm*>{&rms, &frn, &sn}) check_scaling(*norm, x, 1e30, 0);
  GRN grn(4);
  grn.weight.fill_(1);
  check_scaling(grn, x, 1e30, 1);
  EvoNormS0 evo(2, 4);  // sigmoid(v x) is 1 at either size, where x > 30
  check_scaling(evo, 10 * x + 100, 1e28, 0);

  for (double mean : {1e2, 1e4}) {
    // Rounded to what float holds, so that both see the same deviations.
    const Tensor far = (randn({3, 4, 50}, random) + mean).detach(), near = far - mean;
    INFO(mean);
    CHECK(distance(sn(far), sn(near)) < 1e-4);
    CHECK(distance(evo(far) * sqrt(var(near, {2}, true, 0)),
                   far * sqrt(var(near, {2}, true, 0)) /
                       reshape(broadcast_to(sqrt(var(reshape(near, {3, 2, 1, 100}), {3}, true, 0) + 1e-5),
                                            {3, 2, 2, 1}),
                               {3, 4, 1})) < 1e-4 * mean);
  }
  for (const char* spec :
       {"gnplus:2", "brn", "bcn:2", "sn", "frn", "evo:2", "rms", "ghost:2", "ecn:2x2", "grn"}) {
    INFO(spec);
    const ModulePtr norm = make_norm(spec, 4);
    for (Tensor& parameter : norm->parameters()) parameter.fill_(1);
    Tensor constant = ones({4, 4, 3}).requires_grad_();
    (*norm)(constant).backward(randn({4, 4, 3}, random));
    CHECK(std::isfinite(max(abs(constant.grad())).item()));
    Tensor holed = randn({4, 4, 3}, random);
    holed.mutable_data()[0] = std::numeric_limits<Scalar>::quiet_NaN();
    CHECK(std::isnan((*norm)(holed).data()[0]));
    for (const Shape& wrong : {Shape{2, 3, 3}, Shape{4}}) {
      CHECK(contains(error_of([&] { (*norm)(ones(wrong)); }),
                     "expected input (N, 4, *spatial), got " + text(wrong)));
    }
  }
}

TEST_CASE("WeightStandardization: each output channel has mean 0 and deviation 1, the raw weights are kept") {
  Conv2dOptions grouped;
  grouped.groups = 2;
  ConvTranspose2dOptions up;
  up.groups = 2;
  WeightStandardization linear(make<Linear>(5, 3)), conv(make<Conv2d>(4, 6, 2, grouped)),
      transposed(make<ConvTranspose2d>(4, 6, 2, up));
  const auto check = [](const Tensor& rows) {
    CHECK(distance(mean(rows, {1}), zeros({rows.size(0)})) < 1e-5);
    CHECK(distance(var(rows, {1}, false, 0), ones({rows.size(0)})) < 1e-3);
  };
  check(linear.standardized_weight());
  check(reshape(conv.standardized_weight(), {6, 8}));
  // (in, out / groups, kh, kw): output channel o of group g has the weights [2 g .. 2 g + 1, o].
  check(reshape(permute(reshape(transposed.standardized_weight(), {2, 2, 3, 4}), {0, 2, 1, 3}), {6, 8}));

  auto& inside = dynamic_cast<Linear&>(linear.layer());
  const std::vector<Scalar> raw = inside.weight.to_vector();
  const Tensor x = randn({2, 5}), y = linear(x);
  CHECK(inside.weight.to_vector() == raw);
  CHECK(inside.weight.is_leaf());
  inside.weight.copy_(3 * inside.weight + 2);  // neither scale nor shift matter
  CHECK(distance(linear(x), y) < 1e-3);
  CHECK_THROWS_AS(linear(randn({2, 4})), Error);
  CHECK(inside.weight.is_leaf());  // put back after the error
  inside.weight.fill_(0.5);
  sum(linear(x)).backward();
  CHECK(std::isfinite(max(abs(inside.weight.grad())).item()));

  CHECK(contains(error_of([] { WeightStandardization(make<ReLU>()); }),
                 "'weight' of at least 2 axes, got ReLU()"));
  CHECK(contains(error_of([] { WeightStandardization(make<GroupNorm>(1, 2)); }), "got GroupNorm(1, 2)"));
  CHECK(contains(error_of([] { WeightStandardization(make<Linear>(1, 2)); }), "more than 1 weight"));
  CHECK(contains(error_of([] { WeightStandardization(nullptr); }), "null"));
}

}  // namespace
