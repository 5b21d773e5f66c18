#include "demos/lab/train/distortion.hpp"

#include <algorithm>
#include <cmath>

#include "core/ops/elementwise.hpp"
#include "core/ops/reduce.hpp"
#include "core/random.hpp"
#include "demos/lab/train/models.hpp"
#include "layers/activation.hpp"
#include "layers/flatten.hpp"
#include "layers/group_norm.hpp"
#include "layers/linear.hpp"
#include "layers/sequential.hpp"
#include "tests/catch.hpp"
#include "tests/demos/small_training.hpp"
#include "tests/errors.hpp"

using namespace gg::lab;
using gg::Tensor;

namespace {

// In place of a normalizer, so that the output is the input and the noise.
std::shared_ptr<gg::Sequential> bare_net(bool with_relu = false) {
  auto net = gg::make<gg::Sequential>();
  net->push_back(gg::make<gg::Identity>());
  if (with_relu) net->push_back(gg::make<gg::ReLU>());
  return net;
}

std::shared_ptr<gg::Sequential> distorted(const std::string& distortion, const NoiseOptions& options = {},
                                          bool with_relu = false) {
  auto net = bare_net(with_relu);
  TrainOptions training;
  distort(*net, training, distortion_named(distortion), options);
  return net;
}

double mean_of(const std::vector<float>& x) {
  double sum = 0;
  for (float value : x) sum += static_cast<double>(value);
  return sum / static_cast<double>(x.size());
}

double sd_of(const std::vector<float>& x) {
  const double mean = mean_of(x);
  double sum = 0;
  for (float value : x) sum += std::pow(static_cast<double>(value) - mean, 2);
  return std::sqrt(sum / static_cast<double>(x.size() - 1));
}

// How many different values there are.
std::size_t distinct_values(std::vector<float> x) {
  std::sort(x.begin(), x.end());
  return static_cast<std::size_t>(std::unique(x.begin(), x.end()) - x.begin());
}

}  // namespace

TEST_CASE("distortions have short texts and names") {
  CHECK(distortion_named("none").kind == Distortion::Kind::none);
  const Distortion small = distortion_named("small"), big = distortion_named("big");
  CHECK(small.mean == 0.001);
  CHECK(small.strength == 1.001);
  CHECK(big.mean == 0.5);
  CHECK(big.strength == 1.25);
  CHECK(distortion_named("noise:0.25").kind == Distortion::Kind::noise);
  CHECK(distortion_named("noise:0.25").strength == 0.25);
  CHECK(distortion_named("dropout:0.3").kind == Distortion::Kind::dropout);
  CHECK(distortion_named("input:2").kind == Distortion::Kind::input);
  CHECK(name_of_distortion("none") == "undistorted");
  CHECK(name_of_distortion("big") == "big noise");
  CHECK(name_of_distortion("noise:0.25") == "noise 0.25");
  CHECK(name_of_distortion("dropout:0.30") == "dropout 0.3");
  CHECK(name_of_distortion("input:2") == "input noise 2");
  for (const std::string wrong : {"noise:", "noise:0", "noise:-1", "noise:nan", "noise:inf", "noise:1x",
                                  "dropout:1", "dropout:0", "input:0"}) {
    const std::string error = error_of([&] { distortion_named(wrong); });
    INFO(error);
    CHECK(contains(error, "'" + wrong + "'"));
    CHECK(contains(error, "to be a finite number above 0"));
  }
  for (const std::string wrong : {"", "noise", "middle", "none:1"}) {
    const std::string error = error_of([&] { distortion_named(wrong); });
    INFO(error);
    CHECK(contains(error, "'" + wrong + "'"));
    CHECK(contains(error, "noise:S"));
  }
  CHECK(contains(error_of([] { granularity_named("pixel"); }), "pixel"));
}

TEST_CASE("noise is one number for each sample and group, with the published mean and deviation") {
  const auto net = distorted("big");
  const std::size_t N = 2000, C = 16, positions = 6;
  const auto y = (*net)(gg::zeros({N, C, 2, 3})).to_vector();
  CHECK(distinct_values(y) == 2 * N);
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t c = 0; c < C; ++c) {
      for (std::size_t i = 0; i < positions; ++i) {
        const float first = y[(n * C + c / 8 * 8) * positions];
        if (y[(n * C + c) * positions + i] != first) FAIL("sample " << n << ", channel " << c);
      }
    }
  }
  // The standard error of the mean of 4,000 numbers is 0.02, that of the deviation 0.014.
  CHECK(mean_of(y) == Approx(0.5).margin(0.06));
  CHECK(sd_of(y) == Approx(1.25).margin(0.045));
}

TEST_CASE("noise can be finer: a number for each channel, or for each element") {
  const Tensor x = gg::zeros({5, 16, 2, 3});
  NoiseOptions channel, element, wide;
  channel.granularity = Granularity::channel;
  element.granularity = Granularity::element;
  wide.channels_per_group = 16;
  CHECK(distinct_values((*distorted("small", channel))(x).to_vector()) == 5 * 16);
  CHECK(distinct_values((*distorted("small", element))(x).to_vector()) == 5 * 16 * 6);
  CHECK(distinct_values((*distorted("small", wide))(x).to_vector()) == 5);
  // Of a feedforward net there is one element a channel.
  CHECK(distinct_values((*distorted("small", channel))(gg::zeros({5, 16})).to_vector()) == 5 * 16);
  NoiseOptions odd;
  odd.channels_per_group = 5;
  const std::string error = error_of([&] { (*distorted("small", odd))(x); });
  CHECK(contains(error, "16"));
  CHECK(contains(error, "got 5"));
}

TEST_CASE("noise is added before the ReLU, anew each time, in training only") {
  const auto net = distorted("small", {}, true);
  const Tensor x = gg::zeros({50, 16, 2, 2});
  const auto first = (*net)(x).to_vector(), second = (*net)(x).to_vector();
  CHECK(*std::min_element(first.begin(), first.end()) == 0);
  CHECK(*std::max_element(first.begin(), first.end()) > 1);
  CHECK(first != second);
  net->eval();
  CHECK((*net)(x).to_vector() == x.to_vector());
  net->train();
  CHECK((*net)(x).to_vector() != x.to_vector());
}

TEST_CASE("the gradient passes noise unchanged") {
  const auto net = distorted("big");
  Tensor x = gg::randn({4, 16, 2, 2});
  x.requires_grad_();
  const Tensor u = gg::randn({4, 16, 2, 2});
  gg::sum((*net)(x)*u).backward();
  CHECK(x.grad().to_vector() == u.to_vector());
}

TEST_CASE("noise comes after a real normalizer, and with the seed's own numbers") {
  const Tensor x = gg::randn({3, 16, 4, 4});
  const auto noisy = [&](std::uint64_t seed) {
    auto net = gg::make<gg::Sequential>();
    net->push_back(gg::make<gg::GroupNorm>(2, 16));
    TrainOptions training;
    NoiseOptions options;
    options.seed = seed;
    distort(*net, training, distortion_named("big"), options);
    return (*net)(x).to_vector();
  };
  const auto calm = gg::GroupNorm(2, 16)(x).to_vector();
  const auto a = noisy(1), again = noisy(1), b = noisy(2);
  CHECK(a == again);
  CHECK(a != b);
  // The groups of the noise are those of this normalizer: all of a group moves by one number.
  for (std::size_t group = 0; group < 6; ++group) {
    const float shift = a[group * 128] - calm[group * 128];
    CHECK(std::abs(shift) > 1e-4f);
    for (std::size_t i = 0; i < 128; ++i)
      CHECK(a[group * 128 + i] - calm[group * 128 + i] == Approx(shift).margin(1e-5));
  }
}

TEST_CASE("noise comes once behind each normalizer of any kind, and a net without one is refused") {
  for (const std::string& norm : every_norm()) {
    INFO(norm);
    const auto net = small_net(norm);
    TrainOptions training;
    distort(*net, training, distortion_named("big"), {});
    std::size_t noisy = 0;
    for (const auto& [name, module] : net->named_modules()) noisy += module->has_forward_hooks();
    CHECK(noisy == 3);
  }
  TrainOptions training;
  gg::Linear bare(4, 2);
  CHECK(contains(error_of([&] { distort(bare, training, distortion_named("big"), {}); }),
                 "expected a net with normalizers"));
  CHECK(contains(error_of([&] { distort(bare, training, distortion_named("dropout:0.5"), {}); }),
                 "expected a net with activations"));
}

TEST_CASE("dropout acts after each ReLU, in training only") {
  const auto net = distorted("dropout:0.25", {}, true);
  const Tensor x = gg::ones({100, 16, 4, 4});
  const auto y = (*net)(x).to_vector();
  const auto dropped = static_cast<double>(std::count(y.begin(), y.end(), 0.f));
  CHECK(dropped / static_cast<double>(y.size()) == Approx(0.25).margin(0.015));
  CHECK(*std::max_element(y.begin(), y.end()) == Approx(4. / 3));
  net->eval();
  CHECK((*net)(x).to_vector() == x.to_vector());
}

TEST_CASE("dropout acts after a normalizer that has an activation of its own") {
  ModelOptions model;
  model.norm = "frn";
  const auto net = make_model(model);
  TrainOptions training;
  distort(*net, training, distortion_named("dropout:0.25"), {});
  std::size_t hooked = 0;
  for (const auto& [name, module] : net->named_modules()) hooked += module->has_forward_hooks();
  CHECK(hooked == 3);
}

TEST_CASE("a distortion leaves this thread's generator and the rest of the training alone") {
  gg::manual_seed(3);
  const std::string before = gg::default_random().state();
  for (const char* distortion : {"none", "small", "dropout:0.5", "input:1"}) {
    auto net = bare_net(true);
    TrainOptions training;
    distort(*net, training, distortion_named(distortion), {});
    (*net)(gg::ones({4, 8, 2, 2}));
    CHECK(training.augmentation.noise == (std::string(distortion) == "input:1" ? 1.0 : 0.0));
    CHECK(training.seed == 0);
    const bool inside = std::string(distortion) == "small" || std::string(distortion) == "dropout:0.5";
    CHECK(((*net)[0].has_forward_hooks() || (*net)[1].has_forward_hooks()) == inside);
  }
  CHECK(gg::default_random().state() == before);
}
