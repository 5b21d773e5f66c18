#include "demos/lab/train/watcher.hpp"

#include <string>

#include "tests/catch.hpp"
#include "tests/demos/small_training.hpp"

using namespace gg::lab;

namespace {

TrainOptions six_steps(Algorithm algorithm = Algorithm::sgd) {
  TrainOptions o;
  o.steps = 6;
  o.norm_batch = 16;
  o.algorithm = algorithm;
  if (algorithm == Algorithm::adam) o.lr = 1e-3;
  return o;
}

// Writes down what it is called with.
struct Diary : Watcher {
  std::string calls;
  std::vector<double> rates, losses;
  std::vector<float> weights_before, weights_at_gradient, weights_after;
  bool gradient_before = true, gradient_after = false;

  static gg::Tensor weight(const TrainingStep& step) { return step.net.parameters()[0]; }
  void before_step(const TrainingStep& step) override {
    calls += "b" + std::to_string(step.number);
    rates.push_back(step.lr);
    CHECK_FALSE(std::isfinite(step.loss));
    weights_before = weight(step).to_vector();
  }
  void after_backward(const TrainingStep& step) override {
    calls += "g";
    losses.push_back(step.loss);
    weights_at_gradient = weight(step).to_vector();
    CHECK(weight(step).grad().defined());
    CHECK(step.batch.labels.size() == 32);
  }
  void after_step(const TrainingStep& step) override {
    calls += "a ";
    weights_after = weight(step).to_vector();
  }
};

std::vector<double> losses_with_replacement(const std::string& first, const std::string& second,
                                            Algorithm algorithm) {
  const auto before = small_net(first), after = small_net(second);
  Trainer trainer(*before, small_images(), six_steps(algorithm));
  std::vector<double> losses;
  while (!trainer.finished()) {
    if (trainer.steps_done() == 3) trainer.replace_net(*after);
    losses.push_back(trainer.step());
  }
  return losses;
}

}  // namespace

TEST_CASE("a watcher sees each step before it, with its gradient, and after it") {
  const auto net = small_net("bn");
  Trainer trainer(*net, small_images(), six_steps());
  Diary diary;
  trainer.watch(diary);
  const TrainRecord record = train(trainer);
  CHECK(diary.calls == "b1ga b2ga b3ga b4ga b5ga b6ga ");
  CHECK(diary.losses == record.losses);
  CHECK(diary.rates.front() == 0.1);
  CHECK(diary.rates.back() < 0.02);
  CHECK(diary.weights_before == diary.weights_at_gradient);
  CHECK(diary.weights_before != diary.weights_after);
}

TEST_CASE("a training with a constant rate keeps it") {
  TrainOptions o = six_steps(Algorithm::adam);
  o.decay = Decay::constant;
  const auto net = small_net("gn:c8");
  Trainer trainer(*net, small_images(), o);
  Diary diary;
  trainer.watch(diary);
  train(trainer);
  CHECK(diary.rates == std::vector<double>(6, 1e-3));
}

TEST_CASE("Adam's first step moves each weight by the learning rate") {
  TrainOptions o = six_steps(Algorithm::adam);
  o.steps = 1;
  o.weight_decay = 0;
  const auto net = small_net("gn:c8");
  const auto before = net->parameters()[0].to_vector();
  train(*net, small_images(), o);
  const auto after = net->parameters()[0].to_vector();
  for (std::size_t i = 0; i < before.size(); ++i)
    CHECK(std::abs(after[i] - before[i]) == Approx(1e-3).epsilon(1e-2));
}

TEST_CASE("a net of the same kind takes over weights, running statistics and the optimizer's memory") {
  for (const Algorithm algorithm : {Algorithm::sgd, Algorithm::adam}) {
    const auto alone = small_net("bn");
    const std::vector<double> expected = train(*alone, small_images(), six_steps(algorithm)).losses;
    CHECK(losses_with_replacement("bn", "bn", algorithm) == expected);
  }
}

TEST_CASE("a net with another normalizer takes over the weights") {
  const std::vector<double> bn = losses_with_replacement("bn", "bn", Algorithm::sgd),
                            swapped = losses_with_replacement("bn", "none", Algorithm::sgd);
  for (std::size_t i = 0; i < 3; ++i) CHECK(swapped[i] == bn[i]);
  CHECK(swapped[3] != bn[3]);
  const auto before = small_net("bn"), after = small_net("none");
  before->parameters()[0].fill_(0.25);
  Trainer trainer(*before, small_images(), six_steps());
  trainer.replace_net(*after);
  CHECK(after->parameters()[0].to_vector()[5] == 0.25f);
  CHECK(&trainer.net() == after.get());
}
