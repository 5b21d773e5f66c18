#include "demos/lab/train/swap.hpp"

#include <limits>

#include "demos/lab/measure/swap_shock.hpp"
#include "demos/lab/train/settled.hpp"
#include "tests/catch.hpp"
#include "tests/demos/small_training.hpp"
#include "tests/errors.hpp"

using namespace gg::lab;

namespace {

TrainOptions constant_rate(std::size_t steps) {
  TrainOptions o;
  o.steps = steps;
  o.decay = Decay::constant;
  return o;
}

gg::Tensor entry(gg::Module& net, const std::string& name) {
  for (const auto& [key, tensor] : net.state_dict()) {
    if (key == name) return tensor;
  }
  gg::fail_with("there is no ", name);
}

}  // namespace

TEST_CASE("a swap keeps the weights; a fresh copy of the same normalizer starts anew") {
  for (const char* to : {"bn", "gn:c8", "none"}) {
    INFO(to);
    const auto before = small_net("bn"), after = small_net(to), plain = small_net("none");
    Trainer trainer(*before, small_data().train, constant_rate(10));
    while (trainer.steps_done() < 4) trainer.step();
    REQUIRE(entry(*before, "1.weight").to_vector() != std::vector<float>(16, 1.f));
    swap_norms(trainer, *after, *plain);
    for (const auto& [name, weight] : plain->named_parameters())
      CHECK(entry(*after, name).to_vector() == entry(*before, name).to_vector());
    if (std::string(to) == "none") continue;
    CHECK(entry(*after, "1.weight").to_vector() == std::vector<float>(16, 1.f));
    CHECK(entry(*after, "1.bias").to_vector() == std::vector<float>(16, 0.f));
    if (std::string(to) == "bn")
      CHECK(entry(*after, "1.running_var").to_vector() == std::vector<float>(16, 1.f));
  }
}

TEST_CASE("a swap keeps the momentum of the weights") {
  const auto alone = small_net("none"), before = small_net("none"), after = small_net("none"),
             plain = small_net("none");
  const std::vector<double> expected = train(*alone, small_data().train, constant_rate(6)).losses;
  Trainer trainer(*before, small_data().train, constant_rate(6));
  for (std::size_t step = 0; step < 6; ++step) {
    if (step == 3) swap_norms(trainer, *after, *plain);
    CHECK(trainer.step() == expected[step]);
  }
}

TEST_CASE(
    "a fresh copy of a normalizer has no momentum: its first step is the rate times gradient and decay") {
  const auto before = small_net("bn"), after = small_net("bn"), plain = small_net("none");
  const TrainOptions o = constant_rate(10);
  Trainer trainer(*before, small_data().train, o);
  while (trainer.steps_done() < 4) trainer.step();
  swap_norms(trainer, *after, *plain);
  trainer.step();
  for (const auto& [name, gamma] : after->named_parameters()) {
    if (name != "1.weight") continue;
    for (std::size_t i = 0; i < gamma.numel(); ++i)
      CHECK(gamma.data()[i] == Approx(1 - o.lr * (gamma.grad().data()[i] + o.weight_decay)).margin(1e-6));
  }
}

TEST_CASE("weights that a net lacks cannot be kept") {
  const auto plain = small_net("none"), other = small_net("bn", 0, "conv5");
  CHECK_NOTHROW(check_has_weights_of(*plain, *small_net("gn:c8"), "gn:c8"));
  const std::string said = error_of([&] { check_has_weights_of(*plain, *other, "odd"); });
  CHECK(
      contains(said, "--swaps: a swap keeps the weights, and with odd there is no 6.weight (64, 32, 3, 3)"));
}

TEST_CASE("swaps are read from texts, and by default go from each to each") {
  const std::vector<std::string> norms = {"bn", "none"};
  CHECK(swap_named("bn/none", norms) == Swap{"bn", "none"});
  CHECK(all_swaps(norms) == std::vector<Swap>{{"bn", "bn"}, {"bn", "none"}, {"none", "bn"}});
  for (const char* text : {"bn", "bn/none/bn", "bn/ln", "/bn", ""}) {
    INFO(text);
    CHECK(contains(error_of([&] { swap_named(text, norms); }), "--swaps: "));
  }
}

TEST_CASE("a net is evaluated with running statistics of its own weights, and left as it is") {
  const auto net = small_net("bn");
  train(*net, small_data().train, constant_rate(100));
  const Evaluation good = evaluate_settled(*net, small_data().train, small_data().test);
  CHECK(good.error == Approx(evaluate(*net, small_data().test).error).margin(5));
  for (auto& [name, buffer] : net->named_buffers()) {
    if (name == "7.running_mean") gg::Tensor(buffer).fill_(100);  // behind which no unit is alive
  }
  const auto state = entry(*net, "7.running_mean").to_vector();
  CHECK(evaluate(*net, small_data().test).error > 60);
  CHECK(evaluate_settled(*net, small_data().train, small_data().test).error == good.error);
  CHECK(entry(*net, "7.running_mean").to_vector() == state);
  const auto plain = small_net("gn:c8");
  CHECK(evaluate_settled(*plain, small_data().train, small_data().test).loss ==
        evaluate(*plain, small_data().test).loss);
}

TEST_CASE("the shock of a swap: how far the loss jumps, and when that is made good") {
  const Curve losses = {3, 2, 2, 5, 3, 2, 1, 1};
  const auto shock = swap_shock(losses, 3, 2);
  REQUIRE(shock);
  CHECK(shock->jump == 2);       // (5 + 3) / 2 less (2 + 2) / 2
  CHECK(shock->recovery == 4u);  // (2 + 1) / 2, the first mean below 2, ends four steps behind the swap
  const auto lasting = swap_shock({2, 2, 5, 3, 3}, 2, 2);
  REQUIRE(lasting);
  CHECK_FALSE(lasting->recovery);
  CHECK_FALSE(swap_shock(losses, 1, 2));
  CHECK_FALSE(swap_shock(losses, 7, 2));
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_FALSE(swap_shock({2, 2, nan, 1}, 2, 2));
  CHECK(contains(error_of([&] { swap_shock(losses, 3, 0); }), "swap_shock: expected a window"));
}
