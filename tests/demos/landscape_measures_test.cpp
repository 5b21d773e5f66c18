// Measures of the loss landscape, on quadratics where they are exact, and on nets where they leave no trace.
#include <cmath>
#include <limits>

#include "core/ops.hpp"
#include "core/random.hpp"
#include "demos/lab/measure/along_gradient.hpp"
#include "demos/lab/measure/critical_sharpness.hpp"
#include "demos/lab/measure/evaluation.hpp"
#include "demos/lab/measure/gradient_change.hpp"
#include "demos/lab/measure/next_update.hpp"
#include "demos/lab/measure/noise_scale.hpp"
#include "demos/lab/measure/sharpness.hpp"
#include "demos/lab/measure/vectors.hpp"
#include "layers/layers.hpp"
#include "tests/catch.hpp"
#include "tests/demos/small_training.hpp"
#include "tests/errors.hpp"

using namespace gg::lab;
using gg::Tensor;
using gg::Tensors;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// 1/2 (4 a^2 + 2 a b + 3 b^2) + 1/2 c^2 in the tensors (a, b) and (c): A = ((4, 1, 0), (1, 3, 0), (0, 0, 1)).
Objective quadratic(const std::vector<float>& ab = {1, -2}, float c = 3) {
  const Tensor A({2, 2}, {4, 1, 1, 3});
  const Tensor u = Tensor({2, 1}, ab).requires_grad_(), v = Tensor({1}, {c}).requires_grad_();
  return {[=] { return 0.5 * sum(u * matmul(A, u)) + 0.5 * sum(v * v); }, {u, v}};
}
// There: g = Ax = (2, -5, 3), Ag = (3, -13, 3), |g|^2 = 38, g'Ag = 80, |Ag|^2 = 187, loss 5.5 + 4.5.
constexpr double kLoss = 10.5, kGG = 38, kGAG = 80, kAGAG = 187;

// 1/2 sum d_i x_i^2
Objective diagonal(const std::vector<float>& d, std::vector<float> at = {}) {
  if (at.empty()) at.assign(d.size(), 1);
  const Tensor D({d.size()}, d), x = Tensor({d.size()}, at).requires_grad_();
  return {[=] { return 0.5 * sum(D * x * x); }, {x}};
}

Objective line() {
  const Tensor x = Tensor({2}, {1, 1}).requires_grad_();
  return {[=] { return sum(x); }, {x}};
}

// conv3 whose normalizer keeps running statistics, with a dropout at its end.
gg::ModulePtr random_net() {
  auto net = gg::make<gg::Sequential>();
  net->push_back(small_net("bn"));
  net->push_back(gg::make<gg::Dropout>(0.5));
  return net;
}

// All that a measure could leave a trace in.
struct State {
  std::vector<std::vector<float>> values;
  std::string random = gg::default_random().state();
  explicit State(gg::Module& net) {
    for (const auto& [name, tensor] : net.state_dict()) values.push_back(tensor.to_vector());
    for (const Tensor& parameter : net.parameters()) {
      REQUIRE(parameter.grad().defined());
      values.push_back(parameter.grad().to_vector());
    }
  }
  bool operator==(const State& other) const { return values == other.values && random == other.random; }
};

// Every measure that takes an objective.
std::vector<std::function<void(const Objective&)>> all_measures() {
  return {[](const Objective& o) { walk_along_gradient(o, 0.1); },
          [](const Objective& o) {
            PowerIteration few;
            few.max_iterations = 4;
            sharpness(o, few);
          },
          [](const Objective& o) { critical_sharpness(o, descent_direction(o)); },
          [](const Objective& o) {
            gradient_lengths(std::vector<Objective>{o, o});
          }};
}

}  // namespace

TEST_CASE("along the gradient of a quadratic all three measures are exact") {
  const Objective objective = quadratic();
  const double lr = 0.2;
  const GradientWalk walk = walk_along_gradient(objective, lr);
  CHECK(walk.loss == Approx(kLoss));
  CHECK(walk.gradient_norm == Approx(std::sqrt(kGG)));
  REQUIRE(walk.steps.size() == 8);
  CHECK(walk.steps.front() == Approx(lr / 2));
  CHECK(walk.steps.back() == Approx(4 * lr));
  double low = kInfinity, high = -kInfinity;
  for (std::size_t i = 0; i < 8; ++i) {
    const double eta = walk.steps[i], loss = kLoss - eta * kGG + eta * eta / 2 * kGAG;
    CHECK(walk.losses[i] == Approx(loss).epsilon(1e-5));
    CHECK(walk.gradient_changes[i] == Approx(eta * std::sqrt(kAGAG)).epsilon(1e-5));
    low = std::min(low, loss);
    high = std::max(high, loss);
  }
  CHECK(loss_variation(walk).min == Approx(low).epsilon(1e-5));
  CHECK(loss_variation(walk).max == Approx(high).epsilon(1e-5));
  CHECK(gradient_predictiveness(walk).min == Approx(lr / 2 * std::sqrt(kAGAG)).epsilon(1e-5));
  CHECK(gradient_predictiveness(walk).max == Approx(4 * lr * std::sqrt(kAGAG)).epsilon(1e-5));
  CHECK(effective_beta_smoothness(walk) == Approx(std::sqrt(kAGAG / kGG)).epsilon(1e-5));
}

TEST_CASE("a walk into infinity says so, a walk at a minimum stays") {
  const Tensor x = Tensor({1}, {1}).requires_grad_();
  const Objective steep{[=] { return exp(x * x * x * x); }, {x}};
  CHECK(loss_variation(walk_along_gradient(steep, 10)).max == kInfinity);
  const GradientWalk still = walk_along_gradient(diagonal({1, 2}, {0, 0}), 0.1);
  CHECK(loss_variation(still).max == 0);
  CHECK(effective_beta_smoothness(still) == 0);
}

TEST_CASE("the sharpness of a quadratic is its largest eigenvalue") {
  PowerIteration exact;
  exact.tolerance = 1e-4;
  exact.max_iterations = 1000;
  const Sharpness found = sharpness(quadratic(), exact);
  CHECK(found.converged);
  CHECK(found.residual <= 1e-4);
  CHECK(found.value == Approx((7 + std::sqrt(5.0)) / 2).epsilon(1e-5));
  for (std::uint64_t seed : {1u, 2u, 3u}) {
    exact.seed = seed;
    CHECK(sharpness(quadratic(), exact).value == Approx(found.value).epsilon(1e-5));
  }
  CHECK(sharpness(diagonal({-5, 2, 1}), exact).value == Approx(2).epsilon(1e-4));
  CHECK(sharpness(diagonal({3, -3}), exact).value == Approx(3).epsilon(1e-4));
  CHECK(sharpness(diagonal({-5, -2}), exact).value == Approx(-2).epsilon(1e-4));
  CHECK(sharpness(diagonal({7, 7, 1}), exact).value == Approx(7).epsilon(1e-4));
}

TEST_CASE("sharpness of what has no curvature, or cannot settle") {
  CHECK(sharpness(line()).value == 0);
  CHECK(sharpness(line()).converged);
  const Tensor x = Tensor({1}, {2}).requires_grad_(), unused = Tensor({1}, {2}).requires_grad_();
  CHECK(sharpness({[=] { return x * x; }, {x, unused}}).value == Approx(2));
  PowerIteration few;
  few.max_iterations = 2;
  few.tolerance = 1e-6;
  const Sharpness stopped = sharpness(quadratic(), few);
  CHECK_FALSE(stopped.converged);
  CHECK(stopped.iterations == 2);
  CHECK(stopped.residual > 1e-6);
}

TEST_CASE("more products never make an unsettled sharpness smaller") {
  std::vector<float> close;
  for (int i = 0; i < 30; ++i) close.push_back(static_cast<float>(100 - 3 * i));
  PowerIteration slow;
  slow.tolerance = 1e-6;
  double before = 0;
  for (std::size_t products : {10u, 20u, 30u, 40u, 60u, 80u}) {
    slow.max_iterations = products;
    const Sharpness found = sharpness(diagonal(close), slow);
    CHECK_FALSE(found.converged);
    CHECK(found.value >= before);
    CHECK(found.value < 100.001);
    before = found.value;
  }
}

TEST_CASE("sharpness decides whether gradient descent is stable") {
  const double critical = 2 / sharpness(diagonal({4, 1})).value;
  for (double factor : {0.9, 1.1}) {
    double x = 1;
    for (int i = 0; i < 100; ++i) x -= factor * critical * 4 * x;
    CHECK((std::abs(x) > 1) == (factor > 1));
  }
  CHECK(sharpness_threshold(0.1) == Approx(20));
  CHECK(sharpness_threshold(0.1, 0.9) == Approx(38));
}

TEST_CASE("the sharpness of a net scales with its loss") {
  const auto net = small_net("gn:8");
  const Objective once = objective_of(*net, small_batch());
  Objective thrice = once;
  thrice.loss = [loss = once.loss] { return 3 * loss(); };
  const Sharpness found = sharpness(once);
  CHECK(found.converged);
  CHECK(found.value > 1);
  CHECK(sharpness(thrice).value == Approx(3 * found.value).epsilon(1e-3));
}

TEST_CASE("the critical step of a quadratic along its gradient is 2 g'g / g'Ag") {
  for (double first : {1e-4, 0.1, 0.95, 1e3}) {
    StepSearch search;
    search.first = first;
    const Objective objective = quadratic();
    const CriticalSharpness found = critical_sharpness(objective, descent_direction(objective), search);
    CHECK(found.step == Approx(2 * kGG / kGAG).epsilon(2e-3));
    CHECK(found.value == Approx(kGAG / kGG).epsilon(2e-3));
    CHECK(found.passes <= 40);
  }
}

TEST_CASE("critical sharpness at most reaches the sharpness, and does along the first eigenvector") {
  const Objective objective = diagonal({4, 1}, {1, 0});
  CHECK(critical_sharpness(objective, {Tensor({2}, {-4, 0})}).value == Approx(4).epsilon(2e-3));
  CHECK(critical_sharpness(objective, {Tensor({2}, {-1, 0})}).step == Approx(2).epsilon(2e-3));
}

TEST_CASE("the next update is the one that the optimizer makes") {
  // Compares the update expected of each step's batch with what the step does.
  struct Expecting : Watcher {
    const NextUpdate& next;
    std::vector<double> distances, lengths;
    Tensors expected, before;
    explicit Expecting(const NextUpdate& n) : next(n) {}
    void before_step(const TrainingStep& step) override {
      expected = next.over_rate(objective_of(step.net, step.batch));
      before.clear();
      for (const Tensor& parameter : step.net.parameters()) before.push_back(parameter.clone());
    }
    void after_step(const TrainingStep& step) override {
      double squares = 0, all = 0;
      const Tensors after = step.net.parameters();
      for (std::size_t i = 0; i < after.size(); ++i) {
        for (std::size_t k = 0; k < after[i].numel(); ++k) {
          const double moved = after[i].data()[k] - before[i].data()[k];
          const double off = moved - step.lr * static_cast<double>(expected[i].data()[k]);
          squares += off * off;
          all += moved * moved;
        }
      }
      distances.push_back(std::sqrt(squares));
      lengths.push_back(std::sqrt(all));
    }
  };
  const auto net = small_net("bn");
  TrainOptions options;
  options.steps = 4;
  options.weight_decay = 0.1;
  NextUpdate next(options);
  Expecting expecting(next);
  Trainer trainer(*net, small_images(), options);
  trainer.watch(expecting);
  trainer.watch(next);
  train(trainer);
  REQUIRE(expecting.distances.size() == 4);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(expecting.lengths[i] > 1e-2);
    CHECK(expecting.distances[i] < 1e-5 * expecting.lengths[i]);
  }
  options.algorithm = Algorithm::adam;
  CHECK(contains(error_of([&] { NextUpdate refused(options); }), "next_update: expected a training by SGD"));
}

TEST_CASE("critical sharpness without a critical step") {
  const CriticalSharpness never = critical_sharpness(line(), {Tensor({2}, {-1, -1})});
  CHECK(never.value == 0);
  CHECK(never.step == kInfinity);
  const CriticalSharpness at_once = critical_sharpness(line(), {Tensor({2}, {1, 1})});
  CHECK(at_once.value == kInfinity);
  CHECK(at_once.step == 0);
}

TEST_CASE("gradient noise: the mean of points, whose signal and noise are known") {
  // Gradients of 1/2 |w - x_i|^2 are w - x_i: noise is the variance of the points (per sample, unbiased).
  const std::vector<Tensors> one_by_one = {
      {Tensor({2}, {5, 1})}, {Tensor({2}, {3, 1})}, {Tensor({2}, {4, 4})}};
  const GradientLengths lengths = gradient_lengths(one_by_one);
  CHECK(lengths.small == Approx((26 + 10 + 32) / 3.0));
  CHECK(lengths.large == Approx(16 + 4));
  const GradientNoise noise = gradient_noise({lengths}, 1);
  CHECK(noise.noise == Approx(2.0 / 2 + 6.0 / 2));      // sample variances of 5 3 4 and 1 1 4
  CHECK(noise.signal == Approx(20 - noise.noise / 3));  // |mean|^2 without its own noise
  CHECK(noise.scale == Approx(noise.noise / noise.signal));
  // Eight samples a part: the same lengths mean eight times the noise a sample.
  CHECK(gradient_noise({lengths}, 8).noise == Approx(8 * noise.noise));
  CHECK(gradient_noise({lengths, lengths}, 1).scale == Approx(noise.scale));
  CHECK(gradient_noise({{10, 0, 2}}, 4).scale == kInfinity);
}

TEST_CASE("gradient lengths of objectives are those of their gradients") {
  const Tensor w = Tensor({2}, {1, 2}).requires_grad_();
  std::vector<Objective> parts;
  for (float shift : {-1.0f, 3.0f})
    parts.push_back({[=] { return 0.5 * sum((w - shift) * (w - shift)); }, {w}});
  const GradientLengths lengths = gradient_lengths(parts);
  CHECK(lengths.small == Approx((4 + 9 + 4 + 1) / 2.0));
  CHECK(lengths.large == Approx(0 + 1));
}

TEST_CASE("the change of a gradient") {
  const Tensors before = {Tensor({2}, {3, 0}), Tensor({1}, {4})},
                now = {Tensor({2}, {0, 0}), Tensor({1}, {5})};
  const GradientChange change = gradient_change(now, before);
  CHECK(change.absolute == Approx(std::sqrt(10.0)));
  CHECK(change.relative == Approx(std::sqrt(10.0) / 5));
  CHECK(change.cosine == Approx(20.0 / 25));
  CHECK(gradient_change(before, before).cosine == 1);
  CHECK(contains(error_of([&] { gradient_change(now, {now[0]}); }), "got 2 and 1"));
  CHECK(contains(error_of([&] { gradient_change(now, {now[1], now[0]}); }), "tensor 0 is (2)"));
}

TEST_CASE("measures leave no trace in parameters, gradients, running statistics and random numbers") {
  const auto net = random_net();
  loss_of(*net, small_batch()).backward();
  const State before(*net);
  const Objective objective = objective_of(*net, small_batch());
  CHECK(objective.buffers.size() == net->named_buffers().size());
  for (const auto& measure : all_measures()) {
    measure(objective);
    CHECK(State(*net) == before);
  }
}

TEST_CASE("the gradient of a net's objective is the slope of its loss, whatever statistics the net keeps") {
  for (const char* norm : {"bn", "gn:c8", "bcn:c8", "sn", "gnplus:c8", "ghost:4"}) {
    INFO(norm);
    const auto net = small_net(norm);
    loss_of(*net, small_batch(32));  // running statistics of no batch
    for (const Objective& part : objectives_of_parts(*net, small_batch(24), 16)) {
      ObjectiveProbe probe("test", part);
      const Tensors gradient = probe.slope().gradient;
      const double squares = dot(gradient, gradient), step = 1e-2 / std::sqrt(squares);
      probe.move_to(step, gradient);
      const double above = probe.loss();
      probe.move_to(-step, gradient);
      CHECK((above - probe.loss()) / (2 * step) == Approx(squares).epsilon(0.01));
    }
  }
}

TEST_CASE("measures leave no trace when the loss throws") {
  const auto net = random_net();
  loss_of(*net, small_batch()).backward();
  const State before(*net);
  for (const auto& measure : all_measures()) {
    for (int good : {0, 1, 2}) {
      Objective objective = objective_of(*net, small_batch());
      objective.loss = [loss = objective.loss, calls = std::make_shared<int>(0), good] {
        const Tensor value = loss();
        GG_CHECK((*calls)++ < good, "enough");
        return value;
      };
      const std::string error = error_of([&] { measure(objective); });
      if (good == 0) CHECK(error == "enough");
      CHECK(State(*net) == before);
    }
  }
}

TEST_CASE("every evaluation of an objective starts from the same random numbers") {
  const Tensor w = gg::ones({1000}).requires_grad_();
  const Objective objective{[=] { return sum(gg::dropout(w, 0.5, true)); }, {w}};
  // The loss is linear for a fixed mask.
  CHECK(effective_beta_smoothness(walk_along_gradient(objective, 0.1)) == 0);
}

TEST_CASE("bad objectives, directions and options are named") {
  const Objective objective = quadratic();
  const Tensor plain({2}, {1, 2}), x = Tensor({2}, {1, 2}).requires_grad_();
  const auto walk = [](const Objective& o, double lr = 0.1, const WalkOptions& options = {}) {
    return error_of([&] { walk_along_gradient(o, lr, options); });
  };
  CHECK(contains(walk({{}, {x}}), "walk_along_gradient: the objective has no loss"));
  CHECK(contains(walk({objective.loss, {}}), "no parameters"));
  CHECK(contains(walk({objective.loss, {plain}}), "parameter 0 of the objective requires no gradient"));
  CHECK(contains(walk({[=] { return x * x; }, {x}}), "one element, got (2)"));
  CHECK(contains(walk(objective, 0), "learning rate above 0, got 0"));
  CHECK(contains(walk(objective, NAN), "learning rate above 0"));
  CHECK(contains(walk(objective, 0.1, {2, 1, 8}), "0 < from < to"));
  CHECK(contains(walk({[=] { return sum(x) * INFINITY; }, {x}}), "finite loss"));
  CHECK(contains(error_of([] { loss_variation({}); }), "loss_variation: expected a walk"));

  const auto sharp = [&](const PowerIteration& options) {
    return error_of([&] { sharpness(objective, options); });
  };
  CHECK(contains(sharp({0, 10, 0}), "tolerance between 0 and 1, got 0"));
  CHECK(contains(sharp({0.1, 1, 0}), "at least 2 iterations, got 1"));
  CHECK(contains(error_of([] { sharpness_threshold(0); }), "above 0, got 0"));
  CHECK(contains(error_of([] { sharpness_threshold(0.1, 1); }), "[0, 1), got 1"));

  const Tensors direction = descent_direction(objective);
  const auto critical = [&](const Tensors& d, const StepSearch& options = {}) {
    return error_of([&] { critical_sharpness(objective, d, options); });
  };
  CHECK(contains(critical({direction[0]}), "direction of 2 tensors, one a parameter, got 1"));
  CHECK(contains(critical({direction[1], direction[0]}), "tensor 0 of the direction to be (2, 1)"));
  CHECK(contains(critical(direction, {0, 0.1, 2, 60}), "first step above 0"));
  CHECK(contains(critical(direction, {1, 2, 2, 60}), "tolerance between 0 and 1"));
  CHECK(contains(critical(direction, {1, 0.1, 1, 60}), "factor above 1"));
  CHECK(contains(critical(direction, {1, 0.1, 2, 2}), "at least 3 passes"));

  CHECK(contains(error_of([] { gradient_lengths(std::vector<Tensors>{}); }), "at least two parts, got 0"));
  CHECK(contains(error_of([] { gradient_noise({}, 1); }), "at least one batch"));
  CHECK(contains(error_of([] { gradient_noise({{1, 1, 2}}, 0); }), "at least 1 sample a part"));
  CHECK(contains(error_of([] { gradient_noise({{1, 1, 2}, {1, 1, 3}}, 1); }), "same number of parts"));
  CHECK(contains(error_of([] { gradient_noise({{NAN, 1, 2}}, 1); }), "finite lengths"));
}
