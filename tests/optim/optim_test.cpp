#include "optim/optim.hpp"

#include <cmath>
#include <functional>

#include "core/autograd.hpp"
#include "core/ops.hpp"
#include "layers/layers.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

namespace {

using namespace gg;

Tensor parameter(double value) { return full({1}, value).requires_grad_(); }

void set_gradient(Tensor& w, double value) { w.set_grad(full({1}, value)); }

TEST_CASE("SGD by hand: momentum, weight decay, nesterov") {
  for (bool nesterov : {false, true}) {
    Tensor w = parameter(1);
    SGDOptions options;
    options.lr = 0.1, options.momentum = 0.9, options.weight_decay = 0.5, options.nesterov = nesterov;
    SGD sgd(Tensors{w}, options);
    double expected = 1, v = 0;
    for (double g : {2.0, -1.0, 0.5}) {
      set_gradient(w, g);
      sgd.step();
      const double d = g + 0.5 * expected;
      v = 0.9 * v + d;
      expected -= 0.1 * (nesterov ? d + 0.9 * v : v);
      CHECK(w.item() == Approx(expected).epsilon(1e-6));
    }
  }
}

TEST_CASE("Adam by hand") {
  Tensor w = parameter(1);
  AdamOptions options;
  options.lr = 0.1, options.beta1 = 0.8, options.beta2 = 0.9, options.eps = 0.01, options.weight_decay = 0.5;
  Adam adam(Tensors{w}, options);
  double expected = 1, m = 0, v = 0, t = 0;
  for (double g : {2.0, -1.0, 0.5}) {
    set_gradient(w, g);
    adam.step();
    const double d = g + 0.5 * expected;
    ++t;
    m = 0.8 * m + 0.2 * d;
    v = 0.9 * v + 0.1 * d * d;
    expected -= 0.1 * (m / (1 - std::pow(0.8, t))) / (std::sqrt(v / (1 - std::pow(0.9, t))) + 0.01);
    CHECK(w.item() == Approx(expected).epsilon(1e-5));
  }
}

TEST_CASE("AdamW by hand: decay apart from the moments") {
  Tensor w = parameter(1);
  AdamOptions options;
  options.lr = 0.1, options.beta1 = 0.8, options.beta2 = 0.9, options.eps = 0.01, options.weight_decay = 0.5;
  AdamW adamw(Tensors{w}, options);
  double expected = 1, m = 0, v = 0, t = 0;
  for (double g : {2.0, -1.0, 0.5}) {
    set_gradient(w, g);
    adamw.step();
    ++t;
    m = 0.8 * m + 0.2 * g;
    v = 0.9 * v + 0.1 * g * g;
    expected -= 0.1 * 0.5 * expected;
    expected -= 0.1 * (m / (1 - std::pow(0.8, t))) / (std::sqrt(v / (1 - std::pow(0.9, t))) + 0.01);
    CHECK(w.item() == Approx(expected).epsilon(1e-5));
  }
}

TEST_CASE("RMSprop by hand") {
  Tensor w = parameter(1);
  RMSpropOptions options;
  options.lr = 0.1, options.alpha = 0.8, options.eps = 0.01, options.momentum = 0.5,
  options.weight_decay = 0.3;
  RMSprop rmsprop(Tensors{w}, options);
  double expected = 1, s = 0, v = 0;
  for (double g : {2.0, -1.0, 0.5}) {
    set_gradient(w, g);
    rmsprop.step();
    const double d = g + 0.3 * expected;
    s = 0.8 * s + 0.2 * d * d;
    v = 0.5 * v + d / (std::sqrt(s) + 0.01);
    expected -= 0.1 * v;
    CHECK(w.item() == Approx(expected).epsilon(1e-5));
  }
  options.alpha = 1;
  CHECK_THROWS_AS(RMSprop(Tensors{w}, options), Error);
}

TEST_CASE("clipping by norm and by value") {
  Tensor a = parameter(0), b = parameter(0), none = parameter(0);
  set_gradient(a, 3);
  set_gradient(b, -4);
  CHECK(clip_grad_norm_({a, b, none}, 10) == Approx(5));
  CHECK(a.grad().item() == 3);
  CHECK(clip_grad_norm_({a, b, none}, 1) == Approx(5));
  CHECK(a.grad().item() == Approx(0.6).epsilon(1e-5));
  CHECK(b.grad().item() == Approx(-0.8).epsilon(1e-5));
  clip_grad_value_({a, b, none}, 0.7);
  CHECK(a.grad().item() == Approx(0.6).epsilon(1e-5));
  CHECK(b.grad().item() == Approx(-0.7));
  CHECK_THROWS_AS(clip_grad_norm_({a}, 0), Error);
  CHECK_THROWS_AS(clip_grad_value_({a}, -1), Error);
}

TEST_CASE("parameter groups have decay and rate of their own; no gradient, no step") {
  Tensor a = parameter(1), b = parameter(1), idle = parameter(1);
  SGDOptions options;
  options.lr = 0.1, options.weight_decay = 1;
  SGD sgd({ParameterGroup({a}), ParameterGroup({b, idle}, 0.0, 0.5)}, options);
  set_gradient(a, 1);
  set_gradient(b, 1);
  sgd.step();
  CHECK(a.item() == Approx(0.8));
  CHECK(b.item() == Approx(0.5));
  CHECK(idle.item() == 1);
  sgd.zero_grad();
  CHECK_FALSE(a.grad().defined());
}

TEST_CASE("what does not fit is refused") {
  Tensor w = parameter(1);
  SGDOptions negative, nesterov;
  negative.lr = -1;
  nesterov.nesterov = true;
  CHECK_THROWS_AS(SGD(Tensors{w, w}), Error);
  CHECK_THROWS_AS(SGD(Tensors{}), Error);
  CHECK_THROWS_AS(SGD(Tensors{ones({1})}), Error);
  CHECK_THROWS_AS(SGD(Tensors{w}, negative), Error);
  CHECK_THROWS_AS(SGD(Tensors{w}, nesterov), Error);
  AdamOptions beta;
  beta.beta1 = 1;
  CHECK_THROWS_AS(Adam(Tensors{w}, beta), Error);
  SGD sgd(Tensors{w});
  CHECK_THROWS_AS(sgd.lr(1), Error);
  CHECK_THROWS_AS(sgd.set_lr(0, -1), Error);
}

TEST_CASE("rates, decays and the like are finite and not negative, or the error names them") {
  Tensor w = parameter(1);
  const double nan = std::nan(""), inf = HUGE_VAL;
  for (double bad : {-1.0, nan, inf}) {
    const std::string got = " of at least 0, got " + text(bad);
    INFO(got);
    CHECK(contains(error_of([&] { SGD(Tensors{w}, {bad}); }), "SGD: expected a finite lr" + got));
    CHECK(contains(error_of([&] { SGD(Tensors{w}, {0.1, bad}); }), "SGD: expected a finite momentum" + got));
    CHECK(contains(error_of([&] { SGD({ParameterGroup({w}, bad)}); }),
                   "SGD: expected a finite weight_decay" + got));
    CHECK(contains(error_of([&] { Adam({ParameterGroup({w}, {}, bad)}); }),
                   "Adam: expected a finite lr" + got));
    AdamOptions adam;
    adam.eps = bad;
    CHECK(contains(error_of([&] { AdamW(Tensors{w}, adam); }), "AdamW: expected a finite eps" + got));
    RMSpropOptions rmsprop;
    rmsprop.momentum = bad;
    CHECK(contains(error_of([&] { RMSprop(Tensors{w}, rmsprop); }),
                   "RMSprop: expected a finite momentum" + got));
    SGD sgd(Tensors{w});
    CHECK(contains(error_of([&] { sgd.set_lr(0, bad); }), "SGD: expected a finite lr" + got));
    CHECK(sgd.lr() == 0.1);
    for (const char* field : {"group.0.lr", "group.0.base_lr", "group.0.weight_decay"}) {
      State state = sgd.state_dict();
      state.texts[field] = text(bad);
      CHECK(contains(error_of([&] { sgd.load_state_dict(state); }),
                     std::string("SGD: expected a finite ") + field + got));
      CHECK(sgd.lr() == 0.1);
    }
  }
}

// Two interleaved spirals, which no linear classifier separates.
TEST_CASE("a small net learns two spirals from a fixed seed") {
  Random random(20);
  const std::size_t n = 200;
  Tensor x = empty({n, 2});
  Labels labels(n);
  for (std::size_t i = 0; i < n; ++i) {
    labels[i] = i % 2;
    const double t = 0.5 + 3.5 * random.uniform(), angle = 2 * t + (labels[i] ? std::acos(-1.0) : 0);
    x.mutable_data()[2 * i] = static_cast<Scalar>(t * std::cos(angle) / 2);
    x.mutable_data()[2 * i + 1] = static_cast<Scalar>(t * std::sin(angle) / 2);
  }
  for (const char* norm : {"none", "bn", "gn:4"}) {
    manual_seed(21);
    Sequential net({make<Linear>(2, 32), make_norm(norm, 32), make<Tanh>(), make<Linear>(32, 32),
                    make_norm(norm, 32), make<Tanh>(), make<Linear>(32, 2)});
    AdamOptions options;
    options.lr = 0.02;
    Adam adam(net.parameters(), options);
    for (int step = 0; step < 200; ++step) {
      net.zero_grad();
      cross_entropy(net(x), labels).backward();
      adam.step();
    }
    net.eval();
    INFO(norm);
    CHECK(count_correct(net(x), labels) >= 195);
  }
}

}  // namespace
