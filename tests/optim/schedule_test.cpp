#include "optim/schedule.hpp"

#include <cmath>

#include "optim/sgd.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

namespace {

using namespace gg;

Tensor parameter(double value) { return full({1}, value).requires_grad_(); }

TEST_CASE("step, warm-up and one-cycle schedules") {
  const auto rates = [](auto make_schedule, int steps) {
    Tensor w = parameter(1);
    SGD sgd(Tensors{w});
    auto schedule = make_schedule(sgd);
    std::vector<double> out = {sgd.lr()};
    for (int i = 1; i < steps; ++i) {
      schedule.step();
      out.push_back(sgd.lr());
    }
    return out;
  };
  const auto stepped = rates([](SGD& sgd) { return StepLR(sgd, 2, 0.5); }, 5);
  CHECK(stepped[1] == Approx(0.1));
  CHECK(stepped[2] == Approx(0.05));
  CHECK(stepped[4] == Approx(0.025));
  const auto warm = rates([](SGD& sgd) { return LinearLR(sgd, 4, 0.2); }, 6);
  CHECK(warm[0] == Approx(0.02));
  CHECK(warm[2] == Approx(0.06));
  CHECK(warm[4] == Approx(0.1));
  CHECK(warm[5] == Approx(0.1));
  const auto cycle = rates([](SGD& sgd) { return OneCycleLR(sgd, 1, 10); }, 12);
  CHECK(cycle[0] == Approx(0.04));
  CHECK(cycle[1] == Approx(0.52));
  CHECK(cycle[2] == Approx(1));
  CHECK(cycle[9] == Approx(0.04 / 1e4));
  CHECK(cycle[11] == Approx(0.04 / 1e4));
}

TEST_CASE("schedules set the rates of all groups") {
  Tensor a = parameter(1), b = parameter(1);
  SGD sgd({ParameterGroup({a}), ParameterGroup({b}, {}, 0.4)});
  CosineAnnealingLR cosine(sgd, 4, 0.02);
  std::vector<double> rates;
  for (int i = 0; i < 5; ++i) {
    cosine.step();
    rates.push_back(sgd.lr(0));
  }
  CHECK(rates[0] == Approx(0.02 + 0.08 * (1 + std::cos(std::acos(-1.0) / 4)) / 2));
  CHECK(rates[1] == Approx(0.06));
  CHECK(rates[3] == Approx(0.02));
  CHECK(rates[4] == Approx(0.02));
  CHECK(cosine.steps() == 5);

  sgd.set_lr(0, 1);
  sgd.set_lr(1, 2);
  MultiStepLR steps(sgd, {2, 3}, 0.1);
  rates.clear();
  for (int i = 0; i < 4; ++i) {
    steps.step();
    rates.push_back(sgd.lr(1));
  }
  CHECK(rates[0] == Approx(2));
  CHECK(rates[1] == Approx(0.2));
  CHECK(rates[2] == Approx(0.02));
  CHECK(rates[3] == Approx(0.02));
}

// The rate of each step, the first one included.
std::vector<double> rates_of(SGD& sgd, Schedule& schedule, int steps) {
  std::vector<double> out = {sgd.lr()};
  for (int i = 1; i < steps; ++i) {
    schedule.step();
    out.push_back(sgd.lr());
  }
  return out;
}

TEST_CASE("one schedule after the other, each from the same start") {
  Tensor w = parameter(1);
  SGD sgd(Tensors{w});  // 0.1
  SequentialLR both(sgd, {std::make_shared<LinearLR>(sgd, 4, 0.5), std::make_shared<StepLR>(sgd, 2, 0.1)},
                    {4});
  const std::vector<double> expected = {0.05, 0.0625, 0.075, 0.0875, 0.1, 0.1, 0.01, 0.01, 0.001};
  const std::vector<double> rates = rates_of(sgd, both, 9);
  for (std::size_t i = 0; i < expected.size(); ++i) CHECK(rates[i] == Approx(expected[i]));
}

TEST_CASE("all schedules at once multiply") {
  Tensor w = parameter(1);
  SGD sgd(Tensors{w});
  ChainedScheduler both(sgd,
                        {std::make_shared<StepLR>(sgd, 2, 0.1), std::make_shared<LinearLR>(sgd, 4, 0.5)});
  const std::vector<double> expected = {0.05, 0.0625, 0.0075, 0.00875, 0.001, 0.001};
  const std::vector<double> rates = rates_of(sgd, both, 6);
  for (std::size_t i = 0; i < expected.size(); ++i) CHECK(rates[i] == Approx(expected[i]));
}

TEST_CASE("a schedule starts from the rate that was set, not from what another schedule made of it") {
  Tensor w = parameter(1);
  SGD sgd(Tensors{w});
  StepLR first(sgd, 1, 0.1);
  first.step();
  CHECK(sgd.lr() == Approx(0.01));
  StepLR second(sgd, 1, 0.5);
  second.step();
  CHECK(sgd.lr() == Approx(0.05));
  sgd.set_lr(0, 0.8);
  second.step();
  CHECK(sgd.lr() == Approx(0.2));
}

TEST_CASE("one cycle may begin at its top") {
  Tensor w = parameter(1);
  SGD sgd(Tensors{w});
  OneCycleOptions options;
  options.pct_start = 0.1;
  OneCycleLR cycle(sgd, 1, 10, options);
  CHECK(sgd.lr() == Approx(1));
  // PyTorch's numbers: the top would lie at step 0.3 * 2 - 1 = -0.4, and the fall ends at step 1.
  OneCycleLR shortest(sgd, 1, 2);
  const double last = 0.04 / 1e4;
  CHECK(sgd.lr() == Approx(last + (1 - last) * (1 + std::cos(std::acos(-1.0) * 0.4 / 1.4)) / 2));
  shortest.step();
  CHECK(sgd.lr() == Approx(last));
}

// Falls by 1 a step, below 0 at last.
class Falling : public Schedule {
 public:
  explicit Falling(Optimizer& optimizer) : Schedule("Falling", optimizer) {}
  double lr_at(double start, std::size_t step) const override { return start - static_cast<double>(step); }
};

TEST_CASE("a step to a rate that is none changes nothing") {
  Tensor a = parameter(1), b = parameter(1);
  SGD sgd({ParameterGroup({a}, {}, 5.0), ParameterGroup({b}, {}, 1.5)});
  Falling falling(sgd);
  falling.step();
  CHECK(contains(error_of([&] { falling.step(); }),
                 "Falling: expected a finite learning rate of at least 0, step 2 has -0.5"));
  CHECK(sgd.lr(0) == 4);
  CHECK(sgd.lr(1) == 0.5);
  CHECK(falling.steps() == 1);
}

TEST_CASE("schedules refuse what does not fit") {
  Tensor w = parameter(1);
  SGD sgd(Tensors{w});
  const auto step = std::make_shared<StepLR>(sgd, 1);
  CHECK_THROWS_AS(CosineAnnealingLR(sgd, 0), Error);
  CHECK_THROWS_AS(MultiStepLR(sgd, {5, 2}), Error);
  CHECK(contains(error_of([&] { MultiStepLR(sgd, {2, 5}, -1); }), "MultiStepLR: expected a finite gamma"));
  CHECK(contains(error_of([&] { StepLR(sgd, 1, std::nan("")); }), "StepLR: expected a finite gamma"));
  CHECK(contains(error_of([&] { CosineAnnealingLR(sgd, 2, -1); }), "expected a finite eta_min"));
  CHECK(contains(error_of([&] {
                   OneCycleLR(sgd, 1, 10, {0.3, 0, 1e4});
                 }),
                 "OneCycleLR: expected a finite div_factor above 0, got 0"));
  CHECK(contains(error_of([&] { OneCycleLR(sgd, 1, 10, {0.3, 25, 0}); }), "finite final_div_factor above 0"));
  CHECK(contains(error_of([&] { OneCycleLR(sgd, HUGE_VAL, 10); }), "finite max_lr above 0, got inf"));
  SGD another(Tensors{w});
  CHECK(contains(error_of([&] { SequentialLR(another, {step}, {}); }),
                 "SequentialLR: expected schedules of its own optimizer, got a StepLR of another one"));
  CHECK(contains(error_of([&] { ChainedScheduler(another, {step}); }), "a StepLR of another one"));
  CHECK(contains(error_of([&] { SequentialLR(sgd, {step, step}, {}); }), "expected 1 ascending milestones"));
  CHECK(contains(error_of([&] { SequentialLR(sgd, {step, step, step}, {5, 2}); }), "got (5, 2)"));
  CHECK(contains(error_of([&] { SequentialLR(sgd, {}, {}); }), "there are no schedules"));
  CHECK(contains(error_of([&] { ChainedScheduler(sgd, {step, nullptr}); }), "a schedule is null"));
  CHECK(contains(error_of([&] {
                   step->load_state_dict({{}, {{"schedule", "LinearLR"}, {"steps", "2"}}});
                 }),
                 "StepLR: the state is that of LinearLR"));
  CHECK(contains(error_of([&] {
                   step->load_state_dict({{}, {{"schedule", "StepLR"}, {"steps", "-2"}}});
                 }),
                 "expected a natural number: steps is '-2'"));
  CHECK(contains(error_of([&] { step->load_state_dict({}); }), "missing: steps"));
}

}  // namespace
