// A training step of a small convolutional net on 28x28 images: zero_grad, forward, cross entropy, backward,
// SGD with momentum.
#include <memory>

#include "layers/layers.hpp"
#include "optim/sgd.hpp"
#include "tests/bench/case.hpp"

#include "core/ops/loss.hpp"

namespace gg::bench {
namespace {

constexpr std::size_t kClasses = 10;

std::shared_ptr<Sequential> make_net(const std::string& norm) {
  auto net = make<Sequential>();
  std::size_t channels = 1;
  for (std::size_t out : {16, 32, 64}) {
    Conv2dOptions options;
    options.stride = channels == 1 ? 1 : 2;
    options.padding = 1;
    net->push_back(make<Conv2d>(channels, out, 3, options));
    if (norm != "none") net->push_back(make_norm(norm, out));
    net->push_back(make<ReLU>());
    channels = out;
  }
  net->push_back(make<GlobalAvgPool>());
  net->push_back(make<Linear>(channels, kClasses));
  return net;
}

Body training_step(const std::string& norm, std::size_t n) {
  SGDOptions options;
  options.lr = 0.01;
  options.momentum = 0.9;
  const auto net = make_net(norm);
  const auto sgd = std::make_shared<SGD>(net->parameters(), options);
  Labels labels(n);
  for (std::size_t i = 0; i < n; ++i) labels[i] = i % kClasses;
  return [=, x = randn({n, 1, 28, 28})] {
    sgd->zero_grad();
    cross_entropy((*net)(x), labels).backward();
    sgd->step();
  };
}

const std::vector<Sizes> kCells = {{2}, {8}, {16}, {32}, {64}, {128}, {256}, {512}};

const RegisterFamily with_group_norm({"step_group_norm", "N", kCells,
                                      [](const Sizes& s) { return training_step("gn:8", s[0]); }});
const RegisterFamily without_norm({"step_no_norm", "N", kCells,
                                   [](const Sizes& s) { return training_step("none", s[0]); }});

}  // namespace
}  // namespace gg::bench
