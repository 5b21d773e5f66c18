// Reductions: every subset of axes against a loop over indices, long sums, and the ends of the number range.
#include <functional>
#include <map>

#include "core/autograd.hpp"
#include "core/ops.hpp"
#include "tests/core/naive.hpp"
#include "tests/errors.hpp"

namespace {

using namespace gg;
using naive::kInf;
using naive::kNaN;

using Values = std::vector<double>;

double total(const Values& v) {
  double sum = 0;
  for (double value : v) sum += value;
  return sum;
}

double variance(const Values& v, double correction) {
  const double mean = total(v) / static_cast<double>(v.size());
  double squares = 0;
  for (double value : v) squares += (value - mean) * (value - mean);
  return squares / (static_cast<double>(v.size()) - correction);
}

struct Row {
  const char* name;
  Tensor (*op)(const Tensor&, const Axes&, bool);
  double (*expected)(const Values&);
  std::size_t least;  // elements that must be joined
};

const Row kReductions[] = {
    {"sum", sum, total, 0},
    {"mean", mean, [](const Values& v) { return total(v) / static_cast<double>(v.size()); }, 1},
    {"max", gg::max, [](const Values& v) { return *std::max_element(v.begin(), v.end()); }, 1},
    {"logsumexp", logsumexp,
     [](const Values& v) {
       double sum = 0;
       for (double value : v) sum += std::exp(value);
       return std::log(sum);
     },
     1},
    {"var", [](const Tensor& x, const Axes& axes, bool keep) { return var(x, axes, keep); },
     [](const Values& v) { return variance(v, 1); }, 2},
    {"var biased", [](const Tensor& x, const Axes& axes, bool keep) { return var(x, axes, keep, 0); },
     [](const Values& v) { return variance(v, 0); }, 1},
    {"var 2", [](const Tensor& x, const Axes& axes, bool keep) { return var(x, axes, keep, 2); },
     [](const Values& v) { return variance(v, 2); }, 3},
};

// The same reduction, one element at a time: all that fall on one place of the result are collected.
Tensor reference(const Tensor& x, const std::vector<bool>& joined, bool keepdim, const Row& reduction) {
  const auto place = [&](const Shape& index, std::size_t at_joined) {
    Shape out;
    for (std::size_t i = 0; i < index.size(); ++i) {
      if (!joined[i]) out.push_back(index[i]);
      if (joined[i] && keepdim) out.push_back(at_joined);
    }
    return out;
  };
  std::map<Shape, Values> collected;
  naive::for_each_index(
      x.shape(), [&](const Shape& index) { collected[place(index, 0)].push_back(naive::at(x, index)); });
  return naive::build(place(x.shape(), 1),
                      [&](const Shape& index) { return reduction.expected(collected[index]); });
}

// The axes of a subset in random order, some counted from the end.
Axes spelled(const std::vector<bool>& joined, Random& random) {
  Axes axes;
  for (std::size_t i = 0; i < joined.size(); ++i) {
    const int axis = static_cast<int>(i), rank = static_cast<int>(joined.size());
    if (joined[i]) axes.push_back(random.bernoulli(0.5) ? axis : axis - rank);
  }
  random.shuffle(axes);
  return axes;
}

void check_subset(const Tensor& x, std::size_t subset, Random& random) {
  std::vector<bool> joined(x.dim());
  std::size_t count = 1;
  for (std::size_t i = 0; i < x.dim(); ++i) {
    joined[i] = subset >> i & 1;
    if (joined[i]) count *= x.shape()[i];
  }
  const Axes axes = spelled(joined, random);
  for (const Row& reduction : kReductions) {
    if (count < reduction.least) continue;
    for (bool keepdim : {false, true}) {
      INFO(reduction.name << " of " << text(x.shape()) << " over " << text(axes) << " keepdim " << keepdim);
      CHECK(naive::distance(reduction.op(x, axes, keepdim), reference(x, joined, keepdim, reduction)) <
            naive::kTight);
    }
  }
}

TEST_CASE("reductions over every subset of axes, over random shapes") {
  Random random(41);
  for (int trial = 0; trial < 60; ++trial) {
    const Shape shape = naive::random_shape(random, 4);
    const Tensor x = 3 * randn(shape, random);
    for (std::size_t subset = 1; subset < std::size_t{1} << shape.size(); ++subset)
      check_subset(x, subset, random);
  }
}

TEST_CASE("no axes means all of them") {
  Random random(42);
  for (const Shape& shape : {Shape{}, Shape{5}, Shape{3, 1, 4}}) {
    const Tensor x = randn(shape, random);
    for (const Row& reduction : kReductions) {
      if (x.numel() < reduction.least) continue;
      for (bool keepdim : {false, true}) {
        const std::vector<bool> all(shape.size(), true);
        CHECK(naive::distance(reduction.op(x, {}, keepdim), reference(x, all, keepdim, reduction)) <
              naive::kTight);
      }
    }
  }
}

TEST_CASE("rows wider than a tile and longer than a block") {
  Random random(43);
  for (const Shape& shape : {Shape{3, 600}, Shape{2, 5, 513}, Shape{1300, 2}}) {
    const Tensor x = randn(shape, random);
    for (std::size_t subset = 1; subset < std::size_t{1} << shape.size(); ++subset)
      check_subset(x, subset, random);
  }
}

TEST_CASE("sums of 10^7 floats keep their digits, along either axis") {
  Random random(44);
  const Tensor x = rand({2500000, 4}, random);
  double expected = 0;
  for (std::size_t i = 0; i < x.numel(); ++i) expected += static_cast<double>(x.data()[i]);
  const auto close = [](double value) { return Approx(value).epsilon(naive::kDouble ? 1e-12 : 1e-7); };
  CHECK(sum(x).item() == close(expected));
  CHECK(mean(x).item() == close(expected / 1e7));
  CHECK(sum(sum(x, {0})).item() == close(expected));
}

TEST_CASE("a variance far from zero keeps its digits") {
  Random random(45);
  const Tensor noise = randn({1000}, random), x = noise + 1000;
  CHECK(var(x).item() == Approx(var(x - 1000).item()).epsilon(1e-5));
}

TEST_CASE("a variance keeps its digits even where the mean has none left for it") {
  const double far = naive::kDouble ? 1e13 : 1e4, step = naive::kDouble ? 1.0 / 256 : 1.0 / 512;
  std::vector<Scalar> values;
  for (int i = 0; i < 100; ++i) values.push_back(static_cast<Scalar>(far + step * i));
  CHECK(var(Tensor({100}, values)).item() == Approx(step * step * 100 * 101 / 12).epsilon(naive::kTight));
}

TEST_CASE("the gradient of logsumexp keeps its digits beside large numbers") {
  Tensor x({3}, {1e4, 1e4 - 1, 1e4 - 2});
  x.requires_grad_();
  logsumexp(x).backward();
  CHECK(naive::distance(x.grad(), softmax(Tensor({3}, {0, -1, -2}), 0)) < naive::kTight);
}

TEST_CASE("logsumexp and softmax at +-1e4 neither overflow nor vanish") {
  const Tensor x({2, 2}, {1e4, 1e4, -1e4, -1e4});
  CHECK(logsumexp(x, {1}).at({0}) == Approx(1e4 + std::log(2)).epsilon(1e-6));
  CHECK(logsumexp(x, {1}).at({1}) == Approx(-1e4 + std::log(2)).epsilon(1e-6));
  CHECK(softmax(Tensor({2}, {1e4, -1e4}), 0).to_vector() == std::vector<Scalar>{1, 0});
  CHECK(log_softmax(Tensor({2}, {1e4, -1e4}), 0).to_vector() == std::vector<Scalar>{0, -2e4});
}

TEST_CASE("logsumexp of infinities") {
  const Tensor x({4, 2}, {-kInf, -kInf, -kInf, 3, kInf, 3, kNaN, 1});
  CHECK(naive::distance(logsumexp(x, {1}), Tensor({4}, {-kInf, 3, kInf, kNaN})) == 0);
}

TEST_CASE("softmax gives a masked entry exactly 0, in value and gradient") {
  Tensor x({3}, {-kInf, 1, 1});
  x.requires_grad_();
  const Tensor y = softmax(x, 0);
  CHECK(naive::distance(y, Tensor({3}, {0, 0.5, 0.5})) < naive::kTight);
  y.backward(Tensor({3}, {1, 2, 3}));
  CHECK(naive::distance(x.grad(), Tensor({3}, {0, -0.25, 0.25})) < naive::kTight);
}

TEST_CASE("softmax beside an infinite entry is NaN, not a silent 0") {
  for (const Tensor& x : {Tensor({3}, {kInf, 1, 2}), Tensor({3}, {-kInf, -kInf, -kInf})}) {
    CHECK(naive::distance(softmax(x, 0), full({3}, kNaN)) == 0);
    CHECK(naive::distance(log_softmax(x, 0), full({3}, kNaN)) == 0);
  }
}

TEST_CASE("softmax of nothing is nothing") {
  for (const int axis : {0, 1}) {
    Tensor x = zeros({0, 3}).requires_grad_();
    const Tensor y = softmax(x, axis) + log_softmax(x, axis);
    CHECK(y.shape() == Shape{0, 3});
    y.backward(zeros({0, 3}));
    CHECK(x.grad().shape() == Shape{0, 3});
  }
  CHECK_THROWS_AS(log_softmax(zeros({0, 3}), 2), Error);
}

TEST_CASE(
    "norms of any power: no overflow, gradient 0 where all is zero, infinity where anything is infinite") {
  for (const double p : {1.5, 2.0, 3.0}) {
    Tensor x({3, 2}, {0, 0, Scalar(3e30), Scalar(-4e30), -kInf, 1});
    x.requires_grad_();
    const Tensor y = norm(x, {1}, false, p);
    CHECK(y.at({0}) == 0);
    CHECK(y.at({1}) == Approx(1e30 * std::pow(std::pow(3, p) + std::pow(4, p), 1 / p)));
    CHECK(y.at({2}) == kInf);
    sum(slice(y, 0, 0, 2)).backward();
    const Tensor dx = slice(x.grad(), 0, 0, 2);
    const Scalar last = static_cast<Scalar>(std::pow(4e30 / static_cast<double>(y.at({1})), p - 1));
    CHECK(naive::distance(slice(dx, 0, 0, 1), zeros({1, 2})) == 0);
    CHECK(dx.at({1, 1}) == Approx(-last));
  }
}

TEST_CASE("softmax sums to 1 along its axis, for every axis") {
  Random random(46);
  const Tensor x = 3 * randn({3, 4, 5}, random);
  for (int axis : {0, 1, 2, -1, -2}) {
    const Tensor y = softmax(x, axis), sums = sum(y, {axis});
    CHECK(naive::distance(sums, ones(sums.shape())) < naive::kTight);
    CHECK(naive::distance(gg::log(y), log_softmax(x, axis)) < naive::kTight);
    CHECK(naive::distance(y, gg::exp(x) / sum(gg::exp(x), {axis}, true)) < naive::kTight);
  }
}

TEST_CASE("equal maxima share the gradient evenly") {
  Tensor x({2, 4}, {5, 1, 5, 5, 2, 2, 0, -1});
  x.requires_grad_();
  gg::max(x, {1}).backward(Tensor({2}, {6, 4}));
  CHECK(x.grad().to_vector() == std::vector<Scalar>{2, 0, 2, 2, 2, 2, 0, 0});
}

TEST_CASE("max shows NaN wherever it stands, and knows -inf") {
  const Tensor x({4, 3}, {kNaN, 1, 2, 1, kNaN, 2, 1, 2, kNaN, -kInf, -kInf, -kInf});
  CHECK(naive::distance(gg::max(x, {1}), Tensor({4}, {kNaN, kNaN, kNaN, -kInf})) == 0);
  CHECK(naive::distance(gg::max(permute(x, {1, 0}), {0}), Tensor({4}, {kNaN, kNaN, kNaN, -kInf})) == 0);
}

TEST_CASE("over nothing: a sum is 0, the others say what is missing") {
  CHECK(sum(zeros({0})).item() == 0);
  CHECK(sum(zeros({2, 0, 3}), {1}).to_vector() == std::vector<Scalar>(6, 0));
  CHECK(error_of([] {
          mean(zeros({2, 0}), {1});
        }) == "mean: nothing to average in shape (2, 0) along axes (1)");
  CHECK(error_of([] {
          gg::max(zeros({2, 0}), {1});
        }) == "max: nothing to choose from in shape (2, 0) along axes (1)");
  CHECK_THROWS_AS(logsumexp(zeros({2, 0}), {1}), Error);
  CHECK(gg::max(zeros({0, 3}), {1}).shape() == Shape{0});
  CHECK(mean(zeros({0, 3}), {1}, true).shape() == Shape{0, 1});
}

TEST_CASE("var with too few elements for the correction") {
  CHECK(error_of([] {
          var(zeros({3, 1}), {1});
        }) == "var: expected more than 1 elements (the correction), got 1 in shape (3, 1) along axes (1)");
  CHECK_THROWS_AS(var(zeros({3, 2}), {1}, false, 2), Error);
  CHECK_THROWS_AS(var(zeros({3, 0}), {1}, false, 0), Error);
  CHECK(var(ones({3, 1}), {1}, false, 0).to_vector() == std::vector<Scalar>(3, 0));
}

TEST_CASE("axes that are repeated or out of range") {
  for (const Row& reduction : kReductions) {
    INFO(reduction.name);
    CHECK(contains(error_of([&] {
                     reduction.op(ones({2, 3}), {1, -1}, false);
                   }),
                   "is there twice in (1, -1)"));
    CHECK(contains(error_of([&] {
                     reduction.op(ones({2, 3}), {2}, false);
                   }),
                   "axis 2 is out of range for a tensor with 2 axes"));
    CHECK(contains(error_of([&] { reduction.op(ones({2, 3}), {-3}, false); }), "axis -3 is out of range"));
  }
  CHECK_THROWS_AS(softmax(ones({2}), 1), Error);
}

TEST_CASE("log_softmax keeps its digits beside large logits") {
  const Tensor large({1, 3}, {10000, 10000.5, 10000.25}), small({1, 3}, {0, 0.5, 0.25});
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(softmax(large, 1).at({0, i}) == Approx(softmax(small, 1).at({0, i})).epsilon(1e-6));
  }
  const double expected = std::log1p(std::exp(-10.0));
  CHECK(-log_softmax(Tensor({1, 2}, {1000, 990}), 1).at({0, 0}) == Approx(expected).epsilon(1e-3));
}

TEST_CASE("softmax's errors are in its own name") {
  CHECK(contains(error_of([] { softmax(ones({2}), 1); }), "softmax: axis 1"));
  CHECK(contains(error_of([] { logsumexp(zeros({2, 0}), {1}); }), "logsumexp: "));
}

}  // namespace
