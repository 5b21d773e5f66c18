// Elementwise ops: values against a loop that reads every element by its index, and
// the ends of their domains.
#include <functional>

#include "core/autograd.hpp"
#include "core/ops.hpp"
#include "tests/core/naive.hpp"
#include "tests/errors.hpp"

namespace {

using namespace gg;
using naive::kInf;
using naive::kNaN;

// A shape that broadcasts to `whole`: leading axes dropped, others shrunk to 1.
Shape shrunk(const Shape& whole, Random& random) {
  const auto dropped = static_cast<long>(random.bernoulli(0.3) ? random.below(whole.size() + 1) : 0);
  Shape shape(whole.begin() + dropped, whole.end());
  for (std::size_t& extent : shape) {
    if (random.bernoulli(0.4)) extent = 1;
  }
  return shape;
}

Shape joined(const Shape& a, const Shape& b) {
  Shape shape(std::max(a.size(), b.size()), 1);
  for (const Shape* s : {&a, &b}) {
    for (std::size_t i = 1; i <= s->size(); ++i) {
      if ((*s)[s->size() - i] != 1) shape[shape.size() - i] = (*s)[s->size() - i];
    }
  }
  return shape;
}

struct Binary {
  const char* name;
  Tensor (*op)(const Tensor&, const Tensor&);
  double (*expected)(double, double);
};

const Binary kBinary[] = {{"add", add, [](double a, double b) { return a + b; }},
                          {"sub", sub, [](double a, double b) { return a - b; }},
                          {"mul", mul, [](double a, double b) { return a * b; }},
                          {"div", gg::div, [](double a, double b) { return a / b; }},
                          {"pow", gg::pow, [](double a, double b) { return std::pow(a, b); }},
                          {"eq", eq, [](double a, double b) { return a == b ? 1.0 : 0.0; }}};

// Half integers, so that some are equal; above zero, for pow's sake.
Tensor half_integers(const Shape& shape, Random& random) {
  return naive::build(shape, [&](const Shape&) { return 0.5 * static_cast<double>(1 + random.below(6)); });
}

TEST_CASE("binary ops broadcast as in NumPy, over random shapes") {
  Random random(31);
  for (int trial = 0; trial < 300; ++trial) {
    const Shape whole = naive::random_shape(random, 4);
    const Tensor a = half_integers(shrunk(whole, random), random),
                 b = half_integers(shrunk(whole, random), random);
    for (const Binary& binary : kBinary) {
      const Tensor expected = naive::build(joined(a.shape(), b.shape()), [&](const Shape& index) {
        return binary.expected(naive::broadcast_at(a, index), naive::broadcast_at(b, index));
      });
      INFO(binary.name << " of " << text(a.shape()) << " and " << text(b.shape()));
      CHECK(naive::distance(binary.op(a, b), expected) < naive::kTight);
    }
  }
}

TEST_CASE("broadcasting walks long rows and many axes") {
  Random random(32);
  for (const auto& [a_shape, b_shape] : std::vector<std::pair<Shape, Shape>>{
           {{3, 1, 257}, {5, 1}}, {{2, 3, 2, 3, 2, 3}, {3, 1, 3, 1, 1}}, {{1000}, {2, 1}}, {{1, 1}, {1}}}) {
    const Tensor a = randn(a_shape, random), b = randn(b_shape, random);
    const Tensor expected = naive::build(joined(a_shape, b_shape), [&](const Shape& index) {
      return naive::broadcast_at(a, index) - naive::broadcast_at(b, index);
    });
    CHECK(naive::distance(a - b, expected) < naive::kTight);
  }
}

TEST_CASE("shapes that do not broadcast are both named") {
  for (const Binary& binary : kBinary) {
    const std::string words = error_of([&] { binary.op(zeros({2, 3}), zeros({4, 1, 2})); });
    CHECK(words == std::string(binary.name) + ": shapes (2, 3) and (4, 1, 2) do not broadcast");
  }
  CHECK(contains(error_of([] { zeros({0}) + zeros({3}); }), "(0) and (3)"));
}

struct Unary {
  const char* name;
  Tensor (*op)(const Tensor&);
  double (*expected)(double);
};

const Unary kUnary[] = {{"neg", neg, [](double x) { return -x; }},
                        {"exp", gg::exp, [](double x) { return std::exp(x); }},
                        {"log", gg::log, [](double x) { return std::log(x); }},
                        {"sqrt", gg::sqrt, [](double x) { return std::sqrt(x); }},
                        {"relu", relu, [](double x) { return x > 0 ? x : 0; }},
                        {"sigmoid", sigmoid, [](double x) { return 1 / (1 + std::exp(-x)); }},
                        {"tanh", gg::tanh, [](double x) { return std::tanh(x); }}};

TEST_CASE("unary ops over random shapes, negative numbers and zero included") {
  Random random(33);
  for (int trial = 0; trial < 50; ++trial) {
    Tensor x = 3 * randn(naive::random_shape(random, 4), random);
    if (x.numel()) x.mutable_data()[0] = 0;
    for (const Unary& unary : kUnary) {
      const Tensor expected =
          naive::build(x.shape(), [&](const Shape& index) { return unary.expected(naive::at(x, index)); });
      INFO(unary.name << " of " << text(x.shape()));
      CHECK(naive::distance(unary.op(x), expected) < naive::kTight);
    }
  }
}

TEST_CASE("operators and scalars") {
  const Tensor x({2}, {1, 4});
  CHECK((2 - x).to_vector() == std::vector<Scalar>{1, -2});
  CHECK((x / 2 + 1).to_vector() == std::vector<Scalar>{1.5, 3});
  CHECK((-x * x).to_vector() == std::vector<Scalar>{-1, -16});
}

TEST_CASE("sigmoid and tanh at +-1000 are exactly their limits, with gradient 0") {
  Tensor x({5}, {-kInf, -1000, 0, 1000, kInf});
  x.requires_grad_();
  CHECK(sigmoid(x).to_vector() == std::vector<Scalar>{0, 0, 0.5, 1, 1});
  CHECK(gg::tanh(x).to_vector() == std::vector<Scalar>{-1, -1, 0, 1, 1});
  sigmoid(x).backward(ones({5}));
  CHECK(x.grad().to_vector() == std::vector<Scalar>{0, 0, 0.25, 0, 0});
}

TEST_CASE("a small sigmoid keeps its digits") {
  CHECK(sigmoid(Tensor(-50)).item() == Approx(std::exp(-50.0)).epsilon(1e-5));
}

TEST_CASE("relu keeps NaN, and its derivative at 0 is 0") {
  Tensor x({5}, {kNaN, -2, 0, 3, -kInf});
  x.requires_grad_();
  const Tensor y = relu(x);
  CHECK(std::isnan(y.at({0})));
  CHECK(slice(y, 0, 1).to_vector() == std::vector<Scalar>{0, 0, 3, 0});
  y.backward(ones({5}));
  CHECK(slice(x.grad(), 0, 1).to_vector() == std::vector<Scalar>{0, 0, 1, 0});
}

TEST_CASE("log and sqrt outside their domain follow IEEE") {
  const Tensor x({4}, {0, -1, kInf, kNaN});
  CHECK(naive::distance(gg::log(x), Tensor({4}, {-kInf, kNaN, kInf, kNaN})) == 0);
  CHECK(naive::distance(gg::sqrt(x), Tensor({4}, {0, kNaN, kInf, kNaN})) == 0);
}

TEST_CASE("pow at base 0: value and both gradients") {
  Tensor base = zeros({4}), exponent({4}, {0, 1, 2, 3});
  base.requires_grad_();
  exponent.requires_grad_();
  const Tensor y = gg::pow(base, exponent);
  CHECK(y.to_vector() == std::vector<Scalar>{1, 0, 0, 0});
  y.backward(ones({4}));
  CHECK(base.grad().to_vector() == std::vector<Scalar>{0, 1, 0, 0});
  CHECK(exponent.grad().to_vector() == std::vector<Scalar>{0, 0, 0, 0});
}

TEST_CASE("pow of a negative base with an integer exponent") {
  Tensor base({2}, {-2, -3});
  base.requires_grad_();
  const Tensor y = gg::pow(base, 3);
  CHECK(y.to_vector() == std::vector<Scalar>{-8, -27});
  y.backward(ones({2}));
  CHECK(base.grad().to_vector() == std::vector<Scalar>{12, 27});
}

TEST_CASE("division by zero gives inf and NaN") {
  CHECK(naive::distance(Tensor({3}, {1, -1, 0}) / zeros({3}), Tensor({3}, {kInf, -kInf, kNaN})) == 0);
}

TEST_CASE("eq is a constant, and NaN equals nothing") {
  Tensor x({3}, {1, kNaN, kInf});
  x.requires_grad_();
  const Tensor y = eq(x, x);
  CHECK(y.to_vector() == std::vector<Scalar>{1, 0, 1});
  CHECK_FALSE(y.requires_grad());
}

}  // namespace
