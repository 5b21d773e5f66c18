#include "core/autograd.hpp"

#include <chrono>
#include <functional>

#include "core/ops.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

namespace {

using namespace gg;

Tensor leaf(std::vector<Scalar> values) { return Tensor({values.size()}, values).requires_grad_(); }

TEST_CASE("a value used twice gets both gradients") {
  Tensor a = leaf({3});
  sum(a + a).backward();
  CHECK(a.grad().item() == 2);

  a.zero_grad();
  const Tensor b = a + a, c = b + b;  // a diamond: the order of visits matters
  sum(c * b).backward();              // 8 a^2
  CHECK(a.grad().item() == 48);
}

TEST_CASE("gradients accumulate until zero_grad") {
  Tensor a = leaf({1, 2});
  for (int i = 0; i < 2; ++i) sum(a * a).backward();
  CHECK(a.grad().to_vector() == std::vector<Scalar>{4, 8});
  a.zero_grad();
  CHECK_FALSE(a.grad().defined());
}

TEST_CASE("gradients of two leaves share no numbers") {
  Tensor a = leaf({1}), b = leaf({2});
  sum(a + b).backward();
  Tensor ga = a.grad();
  ga.fill_(7);
  CHECK(b.grad().item() == 1);
}

TEST_CASE("an accumulated gradient leaves an earlier hook's copy alone") {
  Tensor a = leaf({2}), seen;
  const Tensor b = a * 1;
  Tensor c = b * 3;
  c.register_hook([&](const Tensor& g) { return seen = g, Tensor(); });
  (c + c + b * 5).backward();
  CHECK(seen.item() == 2);
  CHECK(a.grad().item() == 11);
}

TEST_CASE("NoGrad and detach cut the graph") {
  Tensor a = leaf({2});
  {
    NoGrad guard;
    CHECK_FALSE((a * a).requires_grad());
    CHECK_FALSE(is_grad_enabled());
  }
  CHECK(is_grad_enabled());
  sum(a * a.detach()).backward();
  CHECK(a.grad().item() == 2);
  CHECK(a.detach().data() == a.data());
  CHECK(a.clone().data() != a.data());
  CHECK_FALSE((Tensor({1}, {1}) + 1).requires_grad());
}

TEST_CASE("a second backward needs retain_graph") {
  Tensor a = leaf({2});
  const Tensor y = sum(gg::exp(a));
  y.backward({}, {true, false});
  y.backward();
  CHECK(a.grad().item() == Approx(2 * std::exp(2.0)).epsilon(1e-5));
  const std::string words = error_of([&] { y.backward(); });
  CHECK(contains(words, "freed by an earlier backward pass"));
  CHECK(contains(words, "retain_graph"));
}

TEST_CASE("a saved value that is modified in place is detected and named") {
  Tensor a = leaf({2, 3}), b = leaf({5, 7});
  const Tensor y = sum(a * b);
  {
    NoGrad guard;
    b.mutable_data()[0] = 0;
  }
  const std::string words = error_of([&] { y.backward(); });
  CHECK(contains(words, "'mul'"));
  CHECK(contains(words, "modified in place"));
  CHECK(contains(words, "(2)"));

  Tensor e = gg::exp(a);  // exp needs its result, add needs nothing
  Tensor s = a + 1;
  s.fill_(0);
  CHECK(error_of([&] { sum(s).backward(); }) == "no error");
  e.fill_(0);
  CHECK(contains(error_of([&] { sum(e).backward(); }), "'exp'"));

  Tensor shared = reshape(a, {2, 1});  // the same numbers under another shape
  const Tensor z = sum(shared * shared);
  a.fill_(1);
  CHECK(contains(error_of([&] { z.backward(); }), "modified in place"));
}

TEST_CASE("hooks see, replace and can be removed") {
  Tensor a = leaf({1});
  Tensor b = a * 2;
  std::vector<Scalar> seen;
  b.register_hook([&](const Tensor& g) {
    seen.push_back(g.item());
    return 10 * g;
  });
  sum(b * 3).backward();
  CHECK(seen == std::vector<Scalar>{3});
  CHECK(a.grad().item() == 60);

  const std::size_t number = a.register_hook([](const Tensor&) { return Tensor(0); });
  CHECK(contains(error_of([&] { sum(a).backward(); }), "expected a gradient of shape (1)"));
  a.remove_hook(number);
  CHECK_THROWS_AS(a.remove_hook(number), Error);
  a.zero_grad();
  sum(a).backward();
  CHECK(a.grad().item() == 1);
  CHECK_THROWS_AS(Tensor(1).register_hook([](const Tensor&) { return Tensor(); }), Error);
}

TEST_CASE("a backward pass from inside a hook is refused, and the engine works afterwards") {
  Tensor a = leaf({1});
  Tensor b = a * 2;
  const Tensor other = sum(a * a);
  b.register_hook([&](const Tensor&) { return other.backward(), Tensor(); });
  CHECK(contains(error_of([&] { sum(b).backward(); }), "inside a backward pass"));
  a.zero_grad();
  sum(a * a).backward();
  CHECK(a.grad().item() == 2);
}

TEST_CASE("retain_grad keeps the gradient of a result") {
  Tensor a = leaf({3});
  Tensor b = a * a;
  b.retain_grad();
  sum(b * 2).backward();
  CHECK(b.grad().item() == 2);
}

TEST_CASE("grad gives gradients and leaves grad() alone") {
  Tensor a = leaf({2}), b = leaf({5}), unused = leaf({1});
  const Tensor y = sum(a * a * b), z = sum(b);
  const Tensors g = grad({y, z}, {a, b}, {Tensor(1), Tensor(10)}, {false, true, false});
  CHECK(g[0].item() == 20);
  CHECK(g[1].item() == 14);
  CHECK_FALSE(a.grad().defined());
  CHECK(contains(error_of([&] { grad({y}, {unused}, {}, {false, true, false}); }), "allow_unused"));
  CHECK_FALSE(grad({y}, {unused}, {}, {false, true, true})[0].defined());

  Tensor middle = a * 3;  // of a result inside the graph, too
  CHECK(grad({sum(middle * middle)}, {middle})[0].item() == 12);
}

TEST_CASE("second derivatives and Hessian-vector products") {
  Tensor x = leaf({1, 2, 3});
  const Tensor f = sum(x * x * x);  // H = diag(6 x)
  const Tensor v = Tensor({3}, {1, 0, -1});
  CHECK(hessian_vector_product(f, {x}, {v})[0].to_vector() == std::vector<Scalar>{6, 0, -18});
  CHECK(hessian_vector_product(f, {x}, {v})[0].to_vector() ==
        std::vector<Scalar>{6, 0, -18});  // f's graph is kept

  GradOptions create;
  create.create_graph = true;
  const Tensor g1 = grad({f}, {x}, {}, create)[0];
  const Tensor g2 = grad({sum(g1)}, {x}, {}, create)[0];
  CHECK(grad({sum(g2)}, {x})[0].to_vector() == std::vector<Scalar>{6, 6, 6});

  Tensor w = leaf({1});  // linear: the gradient is a constant, the Hessian zero
  CHECK(hessian_vector_product(sum(2 * w), {w}, {Tensor({1}, {1})})[0].item() == 0);
  CHECK_THROWS_AS(hessian_vector_product(f, {x}, {}), Error);
}

TEST_CASE("backward with create_graph leaves a gradient that can be differentiated") {
  Tensor x = leaf({3});
  sum(x * x * x).backward({}, {false, true});
  const Tensor g = x.grad();
  x.zero_grad();
  sum(g).backward();
  CHECK(x.grad().item() == 18);
}

TEST_CASE("errors of backward and grad name what is wrong") {
  Tensor a = leaf({1, 2});
  CHECK(contains(error_of([&] { (a * 2).backward(); }), "outputs of one element, got shape (2)"));
  CHECK(
      contains(error_of([&] { (a * 2).backward(ones({3})); }), "expected a cotangent of shape (2), got (3)"));
  CHECK(contains(error_of([&] { Tensor(1).backward(); }), "does not require a gradient"));
  CHECK(contains(error_of([&] { grad({sum(a)}, {Tensor(1)}); }), "input of shape () does not require"));
  CHECK(contains(error_of([&] { Tensor().shape(); }), "undefined"));
  CHECK(contains(error_of([&] { (a * 2).requires_grad_(false); }), "only leaves"));
  const Tensor wrong = record("odd", a.clone(), {a}, [](const Backward&) -> Tensors { return {ones({5})}; });
  CHECK(contains(error_of([&] { wrong.backward(ones({2})); }),
                 "'odd': expected a gradient of shape (2) for input 0, got (5)"));
}

TEST_CASE("a chain of a million ops neither overflows the stack nor leaks") {
  const std::size_t before = live_nodes();
  Tensor x = leaf({1});
  {
    Tensor y = x;
    for (int i = 0; i < 1000000; ++i) y = y + 1;
    CHECK(live_nodes() == before + 1000000);
    y.backward();
    CHECK(x.grad().item() == 1);
    CHECK(live_nodes() <= before + 1);
    for (int i = 0; i < 1000000; ++i) y = y * 1;  // released without a backward pass
  }
  CHECK(live_nodes() == before);
}

TEST_CASE("the number of live nodes is the same after each training step") {
  Tensor w = randn({6, 4}), gamma = ones({6}).requires_grad_();
  w.requires_grad_();
  const Tensor x = randn({8, 4});
  const RunningStatistics running = {zeros({6}), ones({6})};
  std::vector<std::size_t> counts;
  for (int step = 0; step < 5; ++step) {
    const Tensor y = batch_norm(linear(x, w), running, gamma);
    cross_entropy(y, {0, 1, 2, 3, 4, 5, 0, 1}).backward();
    w.zero_grad();
    counts.push_back(live_nodes());
  }
  CHECK(counts == std::vector<std::size_t>(5, counts[0]));
  CHECK_FALSE(running.mean.requires_grad());
}

TEST_CASE("grad with respect to a result leaves the graph below it alone") {
  Tensor x = leaf({1, 2});
  const Tensor h = gg::exp(x);
  CHECK(grad({sum(h * h)}, {h})[0].at({1}) == Approx(2 * std::exp(2.0)).epsilon(1e-5));
  sum(h).backward();
  CHECK(x.grad().at({0}) == Approx(std::exp(1.0)).epsilon(1e-5));
}

TEST_CASE("a second grad through a freed graph says so, and gives no zeros") {
  Tensor x = leaf({1});
  const Tensor y = sum(gg::exp(x) * 2);
  grad({y}, {x});
  CHECK(contains(error_of([&] { grad({y}, {x}); }), "freed by an earlier backward pass"));
  const Tensor z = sum(y * y);  // a fresh node above a freed one
  CHECK(contains(error_of([&] {
                   grad({z}, {x}, {}, {false, false, true});
                 }),
                 "freed by an earlier backward pass"));
}

TEST_CASE("a value that no wanted gradient needs may be modified") {
  Tensor factor = Tensor({1}, {2}), w = leaf({3});
  const Tensor y = sum(factor * w);
  w.fill_(5);  // d/dw needs the factor only
  y.backward();
  CHECK(w.grad().item() == 2);
}

TEST_CASE("with create_graph, too, gradients of two leaves share no numbers") {
  Tensor a = leaf({1}), b = leaf({2}), u = ones({1});
  (a + b).backward(u, {false, true});
  Tensor ga = a.grad();
  ga.fill_(7);
  CHECK(b.grad().item() == 1);
  CHECK(u.item() == 1);
}

TEST_CASE("record refuses an input as the result") {
  Tensor a = leaf({1});
  const auto rule = [](const Backward& at) -> Tensors { return {at.dy}; };
  CHECK(contains(error_of([&] { record("same", a, {a}, rule); }),
                 "same: the result of an op must be a new tensor"));
}

TEST_CASE("options of backward are no gradient, and hook numbers are not used again") {
  static_assert(!std::is_convertible_v<bool, Tensor>, "y.backward(true) must not compile");
  Tensor a = leaf({1});
  const auto first = a.register_hook([](const Tensor&) { return Tensor(); });
  a.remove_hook(first);
  CHECK(a.register_hook([](const Tensor&) { return Tensor(); }) != first);
  CHECK_THROWS_AS(a.remove_hook(first), Error);
}

}  // namespace
