// What a backward pass must leave alone, and the state it must put back.
#include "core/autograd.hpp"
#include "core/ops.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

namespace {

using namespace gg;

Tensor leaf(double value) { return full({1}, value).requires_grad_(); }

TEST_CASE("guards nest: the inner one's end does not switch recording on") {
  NoGrad outer;
  { NoGrad inner; }
  CHECK_FALSE(is_grad_enabled());
}

TEST_CASE("a plain pass after a recorded one leaves a constant gradient") {
  Tensor x = leaf(3);
  BackwardOptions recorded;
  recorded.create_graph = true;
  sum(x * x * x).backward({}, recorded);
  CHECK(x.grad().requires_grad());
  sum(x * x * x).backward();
  CHECK(x.grad().item() == 54);
  CHECK_FALSE(x.grad().requires_grad());
}

TEST_CASE("grad touches only what leads to its inputs") {
  Tensor a = leaf(2), b = leaf(3);
  Tensor beside = a * a;
  bool called = false;
  beside.register_hook([&](const Tensor&) { return called = true, Tensor(); });
  grad({sum(beside + b * b)}, {b});
  CHECK_FALSE(called);
  CHECK(error_of([&] { beside.backward(); }) == "no error");
}

TEST_CASE("an input that no output depends on brings nothing else along") {
  Tensor a = leaf(2), b = leaf(3), unused = leaf(1);
  sum(unused).backward();  // it has a place in an earlier pass, the same that `a` will have in the next
  const Tensor beside = a * a;
  GradOptions options;
  options.allow_unused = true;
  CHECK_FALSE(grad({sum(beside + b * b)}, {b, unused}, {}, options)[1].defined());
  CHECK(error_of([&] { beside.backward(); }) == "no error");
}

TEST_CASE("hooks are removed by their number, which is not given twice") {
  Tensor a = leaf(1);
  std::string calls;
  const auto say = [&](char c) { return [&calls, c](const Tensor&) { return calls += c, Tensor(); }; };
  a.register_hook(say('a'));
  const std::size_t second = a.register_hook(say('b'));
  const std::size_t third = a.register_hook(say('c'));
  a.remove_hook(second);
  CHECK(a.register_hook(say('d')) != third);
  sum(a).backward();
  CHECK(calls == "acd");
}

TEST_CASE("batch norm's evaluation stays differentiable while the running statistics move on") {
  Tensor x = Tensor({2, 1}, {1, 5}), gamma = ones({1});
  x.requires_grad_();
  gamma.requires_grad_();
  const RunningStatistics running = {Tensor({1}, {3}), Tensor({1}, {4})};
  NormStatistics reported;
  const Tensor y = batch_norm(x, running, gamma, {}, false, 0.1, 0, &reported);
  batch_norm(x.detach(), running);
  CHECK(running.var.item() != 4);
  CHECK(reported.mean.item() == 3);
  CHECK(reported.var.item() == 4);
  y.backward(Tensor({2, 1}, {1, 3}));
  CHECK(gamma.grad().item() == 2);
  CHECK(x.grad().to_vector() == std::vector<Scalar>{0.5, 1.5});
}

}  // namespace
