// What each probe writes down, against values that are known.
#include <cmath>
#include <numeric>

#include "core/ops.hpp"
#include "demos/lab/probe/activation_spread.hpp"
#include "demos/lab/probe/affine.hpp"
#include "demos/lab/probe/dead_units.hpp"
#include "demos/lab/probe/gradient_changes.hpp"
#include "demos/lab/probe/gradient_norms.hpp"
#include "demos/lab/probe/group_statistics.hpp"
#include "demos/lab/probe/percentiles.hpp"
#include "demos/lab/probe/sampling.hpp"
#include "demos/lab/probe/update_ratios.hpp"
#include "layers/layers.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

using namespace gg::lab;
using gg::Tensor;

namespace {

using Values = std::vector<double>;

// One module in a net by the name "0".
std::shared_ptr<gg::Sequential> net_of(gg::ModulePtr module) {
  auto net = gg::make<gg::Sequential>();
  net->push_back(std::move(module));
  return net;
}

const Batch kNoImages;

// Takes inputs through a net in one observed step, each as a micro-batch.
void show(Probe& probe, gg::Module& net, const std::vector<Tensor>& inputs) {
  const TrainingStep step{1, net, kNoImages, 0.1};
  probe.before_step(step);
  for (const Tensor& x : inputs) net(x);
  probe.after_backward(step);
  probe.after_step(step);
}

Values values_of(const Probe& probe, const std::string& quantity, const std::string& layer = "0") {
  return series(probe, layer, quantity).values.back();
}

// Mean (or standard deviation) of x over the channels [c, c + channels) of sample n.
double naive(const Tensor& x, std::size_t n, std::size_t c, std::size_t channels, bool deviation) {
  const std::size_t S = x.size(2), C = x.size(1), count = channels * S;
  const float* from = x.data() + (n * C + c) * S;
  double mean = 0, var = 0;
  for (std::size_t i = 0; i < count; ++i) mean += static_cast<double>(from[i]) / static_cast<double>(count);
  for (std::size_t i = 0; i < count; ++i)
    var += std::pow(static_cast<double>(from[i]) - mean, 2) / static_cast<double>(count);
  return deviation ? std::sqrt(var) : mean;
}

void check_close(const Values& found, const Values& expected) {
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i)
    CHECK(found[i] == Approx(expected[i]).epsilon(1e-4).margin(1e-5));
}

// Of x (N, C, S) in G groups.
void check_groups(const Probe& probe, const Tensor& x, std::size_t G) {
  const std::size_t N = x.size(0), channels = x.size(1) / G;
  Values mean, sd, average_mean(G), average_sd(G);
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t g = 0; g < G; ++g) {
      mean.push_back(naive(x, n, g * channels, channels, false));
      sd.push_back(naive(x, n, g * channels, channels, true));
      average_mean[g] += mean.back() / static_cast<double>(N);
      average_sd[g] += sd.back() / static_cast<double>(N);
    }
  }
  check_close(values_of(probe, "mean"), mean);
  check_close(values_of(probe, "sd"), sd);
  check_close(values_of(probe, "average mean"), average_mean);
  check_close(values_of(probe, "average sd"), average_sd);
}

Tensor numbers(std::size_t n) {
  std::vector<float> values(n);
  std::iota(values.begin(), values.end(), 0.0f);
  gg::Random random(3);
  random.shuffle(values);
  return Tensor({1, n}, values);
}

double cosine_at(Probe& probe, const Tensor& x) {
  show(probe, *net_of(gg::make<gg::ReLU>()), {x});
  return values_of(probe, "mean cosine")[0];
}

}  // namespace

TEST_CASE("group statistics: what a norm with groups used, what others would have used") {
  gg::Random random(1);
  const Tensor x = 3 * gg::randn({5, 12, 7}, random) + gg::randn({5, 12, 1}, random) + 2;
  const auto seen = [&](gg::ModulePtr norm, std::size_t groups) {
    GroupStatistics probe(1, groups);
    show(probe, *net_of(std::move(norm)), {x});
    return probe;
  };
  check_groups(seen(gg::make<gg::GroupNorm>(3, 12), 8), x, 3);
  check_groups(seen(gg::make<gg::InstanceNorm>(12), 8), x, 12);
  check_groups(seen(gg::make<gg::BatchNorm>(12), 6), x, 6);
  check_groups(seen(gg::make<gg::BatchNorm>(12), 8), x, 4);  // 8 groups do not divide 12 channels
  check_groups(seen(gg::make<gg::Identity>(), 1), x, 1);
}

TEST_CASE("group statistics: bad inputs are named") {
  CHECK(contains(error_of([] { GroupStatistics(10, 0); }), "group_statistics: expected at least 1 group"));
  GroupStatistics probe(1);
  CHECK(contains(error_of([&] { show(probe, *net_of(gg::make<gg::Identity>()), {gg::ones({3})}); }),
                 "(N, C, *spatial), got (3)"));
}

TEST_CASE("percentiles: exact for short inputs") {
  Percentiles probe(1);
  show(probe, *net_of(gg::make<gg::Identity>()), {numbers(101)});
  CHECK(values_of(probe, "percentiles") == Values{1, 20, 80, 99});
  show(probe, *net_of(gg::make<gg::Identity>()), {Tensor({1, 1}, {7})});
  CHECK(values_of(probe, "percentiles") == Values{7, 7, 7, 7});
}

TEST_CASE("percentiles: a fair sample of long inputs, also of periodic ones") {
  Percentiles probe(1);
  show(probe, *net_of(gg::make<gg::Identity>()), {numbers(50000)});
  const Values random = values_of(probe, "percentiles");
  const Values expected = {500, 10000, 40000, 49500};
  for (std::size_t i = 0; i < 4; ++i) CHECK(std::abs(random[i] - expected[i]) < 1500);
  show(probe, *net_of(gg::make<gg::Identity>()), {gg::reshape(gg::arange(50000), {1, 50000})});  // sorted
  for (std::size_t i = 0; i < 4; ++i) CHECK(std::abs(values_of(probe, "percentiles")[i] - expected[i]) < 150);
  for (std::size_t period : {2u, 28u, 64u, 1024u}) {
    Tensor x = gg::empty({64, 1024});
    for (std::size_t i = 0; i < x.numel(); ++i)
      x.mutable_data()[i] = static_cast<float>(i % period) / static_cast<float>(period - 1);
    show(probe, *net_of(gg::make<gg::Identity>()), {x});
    const Values values = values_of(probe, "percentiles");
    if (period > 2) CHECK(values[1] == Approx(0.2).margin(0.03));
    if (period > 2) CHECK(values[2] == Approx(0.8).margin(0.03));
    CHECK(values[0] == Approx(0).margin(0.02));
    CHECK(values[3] == Approx(1).margin(0.02));
  }
}

TEST_CASE("percentiles: values that are not finite are left out") {
  Percentiles probe(1);
  Tensor x = numbers(101);
  for (std::size_t i = 0; i < 101; ++i) {
    if (x.data()[i] == 99) x.mutable_data()[i] = NAN;
    if (x.data()[i] == 100) x.mutable_data()[i] = INFINITY;
  }
  show(probe, *net_of(gg::make<gg::Identity>()), {x});
  CHECK(values_of(probe, "percentiles")[3] == 97);
  show(probe, *net_of(gg::make<gg::Identity>()), {gg::full({2, 2}, NAN)});
  CHECK(std::isnan(values_of(probe, "percentiles")[0]));
}

TEST_CASE("a golden stride meets every index once") {
  for (std::size_t n : {1u, 2u, 3u, 4u, 10u, 784u, 12544u, 4096u}) {
    std::vector<int> met(n);
    for (std::size_t i = 0, at = 0; i < n; ++i, at = (at + golden_stride(n)) % n) ++met[at];
    CHECK(met == std::vector<int>(n, 1));
  }
}

TEST_CASE("affine: gamma and beta as they are") {
  const auto norm = gg::make<gg::GroupNorm>(1, 3);
  norm->weight.copy_(Tensor({3}, {1, 2, 3}));
  norm->bias.copy_(Tensor({3}, {-1, 0, 4}));
  Affine probe(1);
  show(probe, *net_of(norm), {gg::ones({1, 3})});
  CHECK(values_of(probe, "gamma") == Values{1, 2, 3});
  CHECK(values_of(probe, "beta") == Values{-1, 0, 4});
}

TEST_CASE("gradient norms: of each parameter, of each layer and of all") {
  const auto layer = gg::make<gg::Linear>(2, 1), second = gg::make<gg::Linear>(1, 1);
  const auto net = gg::make<gg::Sequential>();
  net->push_back(layer);
  net->push_back(second);
  layer->parameters()[0].set_grad(Tensor({1, 2}, {3, 4}));
  GradientNorms first(1), probe(1);
  show(first, *net, {});
  CHECK(layers_of(first, "gradient norm") ==
        std::vector<std::string>{"0.weight", "0", ""});  // none of the bias
  layer->parameters()[1].set_grad(Tensor({1}, {12}));
  second->parameters()[0].set_grad(Tensor({1, 1}, {84}));
  show(probe, *net, {});
  CHECK(values_of(probe, "gradient norm", "0.weight") == Values{5});
  CHECK(values_of(probe, "gradient norm", "0.bias") == Values{12});
  CHECK(values_of(probe, "gradient norm", "0") == Values{13});
  CHECK(values_of(probe, "gradient norm", "1") == Values{84});
  CHECK(values_of(probe, "gradient norm", "") == Values{85});
}

TEST_CASE("gradient changes: from the step before, also where only every tenth is observed") {
  const auto layer = gg::make<gg::Linear>(2, 1);
  const auto net = net_of(layer);
  GradientChanges probe(10);
  for (std::size_t number = 1; number <= 11; ++number) {
    const auto value = static_cast<float>(number);
    layer->parameters()[0].set_grad(number == 11 ? Tensor({1, 2}, {0, 5}) : Tensor({1, 2}, {3, value - 6}));
    layer->parameters()[1].set_grad(Tensor({1}, {number == 11 ? 12.0f : 0.0f}));
    const TrainingStep step{number, *net, kNoImages, 0.1};
    probe.before_step(step);
    probe.after_backward(step);
  }
  // (3, 4) and 0, then (0, 5) and 12
  CHECK(series(probe, "0.weight", "gradient change").steps == std::vector<std::size_t>{11});
  check_close(values_of(probe, "gradient change", "0.weight"), {std::sqrt(10.0)});
  check_close(values_of(probe, "relative change", "0.weight"), {std::sqrt(10.0) / 5});
  check_close(values_of(probe, "gradient cosine", "0.weight"), {20.0 / 25});
  check_close(values_of(probe, "gradient change", ""), {std::sqrt(10.0 + 144)});
  check_close(values_of(probe, "gradient cosine", ""), {20.0 / (5 * 13)});
  CHECK(std::isnan(values_of(probe, "gradient cosine", "0.bias")[0]));
  CHECK(std::isnan(values_of(probe, "relative change", "0.bias")[0]));
}

TEST_CASE("update ratios: how far a step moves each parameter") {
  const auto layer = gg::make<gg::Linear>(2, 1);
  const auto net = net_of(layer);
  Tensor weight = layer->parameters()[0], bias = layer->parameters()[1];
  weight.copy_(Tensor({1, 2}, {3, 4}));
  bias.fill_(0);
  UpdateRatios probe(1);
  const TrainingStep step{1, *net, kNoImages, 0.1};
  probe.before_step(step);
  probe.after_backward(step);
  weight.copy_(Tensor({1, 2}, {3, 1}));
  bias.fill_(4);
  probe.after_step(step);
  check_close(values_of(probe, "update ratio", "0.weight"), {3.0 / 5});
  CHECK(std::isnan(values_of(probe, "update ratio", "0.bias")[0]));
  check_close(values_of(probe, "update ratio", ""), {5.0 / 5});
}

TEST_CASE("dead units: zero for every sample, position and micro-batch") {
  Tensor first = gg::full({2, 4, 3}, -1), second = gg::full({2, 4, 3}, -1);
  first.mutable_data()[4] = 1;         // channel 1 of the first sample
  second.mutable_data()[12 + 11] = 1;  // channel 3 of the second
  DeadUnits probe(1);
  show(probe, *net_of(gg::make<gg::ReLU>()), {first, second});
  CHECK(values_of(probe, "dead share") == Values{0.5});
  show(probe, *net_of(gg::make<gg::ReLU>()), {gg::full({2, 4}, -1)});
  CHECK(values_of(probe, "dead share") == Values{1});
  show(probe, *net_of(gg::make<gg::ReLU>()), {gg::full({2, 4}, 1)});
  CHECK(values_of(probe, "dead share") == Values{0});
}

TEST_CASE("activation spread: cosines of samples") {
  ActivationSpread probe(1);
  CHECK(cosine_at(probe, Tensor({3, 2}, {1, 0, 0, 2, 3, 3})) == Approx((0 + 2 * std::sqrt(0.5)) / 3));
  CHECK(cosine_at(probe, Tensor({2, 1, 2}, {1, 2, 2, 4})) == Approx(1));
  CHECK(cosine_at(probe, Tensor({3, 2}, {1, 1, -1, -1, 1, 0})) == Approx(std::sqrt(0.5)));  // one is zero
  CHECK(std::isnan(cosine_at(probe, Tensor({2, 2}, {1, 1, -1, -1}))));
}

TEST_CASE("activation spread: stable rank") {
  ActivationSpread probe(1);
  const auto rank = [&](const Tensor& x) {
    show(probe, *net_of(gg::make<gg::ReLU>()), {x});
    return values_of(probe, "stable rank")[0];
  };
  CHECK(rank(Tensor({2, 2}, {3, 0, 0, 4})) == Approx(25.0 / 16));
  CHECK(rank(Tensor({2, 3}, {1, 2, 3, 2, 4, 6})) == Approx(1));
  CHECK(rank(Tensor({4, 1}, {1, 2, 3, 2})) == Approx(1));  // more samples than features
  // Singular values of ((2, 1), (1, 2)) are 3 and 1.
  CHECK(rank(Tensor({2, 2}, {2, 1, 1, 2})) == Approx(10.0 / 9));
  CHECK(std::isnan(rank(gg::full({2, 2}, -1))));
  // Long rows are sampled: four samples that share half of their elements.
  Tensor x = gg::zeros({4, 8, 2000});
  for (std::size_t n = 0; n < 4; ++n) {
    for (std::size_t i = 0; i < 16000; ++i)
      x.mutable_data()[n * 16000 + i] = i % 8 < 4 || (i % 8) - 4 == n ? 1.0f : 0.0f;
  }
  // A A^T is proportional to 4 J + I: eigenvalues 17, 1, 1, 1.
  CHECK(rank(x) == Approx(20.0 / 17).epsilon(1e-3));
}
