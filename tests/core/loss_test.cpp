// Cross entropy and what it counts, and dropout.
#include "core/autograd.hpp"
#include "core/ops.hpp"
#include "tests/core/naive.hpp"
#include "tests/errors.hpp"

namespace {

using namespace gg;
using naive::kInf;
using naive::kNaN;

TEST_CASE("cross_entropy of known values") {
  CHECK(cross_entropy(zeros({3, 8}), {0, 5, 7}).item() == Approx(std::log(8.0)));
  CHECK(cross_entropy(Tensor({1, 2}, {0, std::log(Scalar{3})}), {0}).item() == Approx(std::log(4.0)));
  CHECK(cross_entropy(Tensor({2, 2}, {0, std::log(Scalar{3}), 0, 0}), {0, 1}).item() ==
        Approx((std::log(4.0) + std::log(2.0)) / 2));
}

TEST_CASE("cross_entropy is the mean of -log_softmax at the target, in value and gradient") {
  Random random(91);
  Tensor x = 3 * randn({7, 5}, random);
  x.requires_grad_();
  const Labels targets = {0, 4, 2, 2, 1, 3, 0};
  const Tensor chosen =
      naive::build(x.shape(), [&](const Shape& i) { return targets[i[0]] == i[1] ? 1.0 : 0.0; });
  const Tensor loss = cross_entropy(x, targets), composed = -sum(log_softmax(x, 1) * chosen) / 7;
  CHECK(naive::distance(loss, composed) < naive::kTight);
  CHECK(naive::distance(grad({loss}, {x})[0], grad({composed}, {x})[0]) < naive::kTight);
}

TEST_CASE("cross_entropy with logits of +-1e4 is finite, and so is its gradient") {
  Tensor x({2, 3}, {1e4, -1e4, 0, 1e4, -1e4, 0});
  x.requires_grad_();
  const Tensor loss = cross_entropy(x, {0, 1});
  CHECK(loss.item() == Approx(1e4));  // 0 for the first sample, 2e4 for the second
  loss.backward();
  CHECK(x.grad().to_vector() == std::vector<Scalar>{0, 0, 0, 0.5, -0.5, 0});
}

TEST_CASE("cross_entropy ignores a masked class and shows NaN") {
  CHECK(cross_entropy(Tensor({1, 3}, {0, -kInf, 0}), {0}).item() == Approx(std::log(2.0)));
  CHECK(std::isnan(cross_entropy(Tensor({1, 2}, {kNaN, 0}), {1}).item()));
}

TEST_CASE("cross_entropy refuses what does not fit") {
  CHECK(error_of([] {
          cross_entropy(zeros({2, 3}), {0, 3});
        }) == "cross_entropy: target 3 is out of range for 3 classes");
  CHECK(error_of([] {
          cross_entropy(zeros({2, 3}), {0});
        }) == "cross_entropy: expected logits (1, classes) for 1 targets, got (2, 3)");
  CHECK(error_of([] {
          cross_entropy(zeros({0, 3}), {});
        }) == "cross_entropy: no sample counts: 0 targets, logits (0, 3)");
  CHECK(contains(error_of([] { cross_entropy(zeros({3}), {0, 1, 2}); }), "got (3)"));
}

TEST_CASE("count_correct counts rows, a tie for the first of its maxima") {
  const Tensor logits({4, 3}, {1, 2, 0, 5, 5, 1, -3, -2, -1, 0, 0, 0});
  CHECK(count_correct(logits, {1, 0, 2, 0}) == 4);
  CHECK(count_correct(logits, {1, 1, 2, 2}) == 2);
  CHECK(count_correct(zeros({0, 3}), {}) == 0);
  CHECK(contains(error_of([&] {
                   count_correct(logits, {0, 0, 0, 3});
                 }),
                 "count_correct: target 3 is out of range"));
}

TEST_CASE("a row of NaN is never correct") {
  const Tensor logits = full({3, 3}, static_cast<double>(kNaN));
  CHECK(count_correct(logits, {0, 1, 2}) == 0);
}

TEST_CASE("dropout with p = 0 and in evaluation returns its argument") {
  const Tensor x = ones({10});
  CHECK(dropout(x, 0).data() == x.data());
  CHECK(dropout(x, 0.5, false).data() == x.data());
}

TEST_CASE("dropout with p = 1 leaves nothing, and no gradient") {
  Tensor x = ones({10}).requires_grad_();
  const Tensor y = dropout(x, 1);
  CHECK(y.to_vector() == std::vector<Scalar>(10, 0));
  sum(y).backward();
  CHECK(x.grad().to_vector() == std::vector<Scalar>(10, 0));
}

TEST_CASE("dropout keeps the expectation: zeros at rate p, the rest scaled") {
  Random random(92);
  const std::size_t n = 100000;
  for (double p : {0.1, 0.5, 0.8}) {
    const Tensor y = dropout(full({n}, 3), p, true, random);
    std::size_t dropped = 0;
    for (Scalar v : y.to_vector()) {
      dropped += v == 0;
      if (v != 0) REQUIRE(v == Approx(3 / (1 - p)));
    }
    CHECK(static_cast<double>(dropped) / static_cast<double>(n) == Approx(p).margin(0.006));
    CHECK(mean(y).item() == Approx(3).epsilon(0.03));
  }
}

TEST_CASE("dropout's gradient passes where its value does") {
  Random random(93);
  Tensor x = ones({1000}).requires_grad_();
  const Tensor y = dropout(x, 0.3, true, random);
  sum(y).backward();
  CHECK(x.grad().to_vector() == y.to_vector());
}

TEST_CASE("dropout repeats with the seed and goes on with the generator") {
  const Tensor x = ones({100});
  Random a(94), b(94);
  const std::vector<Scalar> first = dropout(x, 0.5, true, a).to_vector();
  CHECK(dropout(x, 0.5, true, b).to_vector() == first);
  CHECK(dropout(x, 0.5, true, a).to_vector() != first);
  manual_seed(94);
  const std::vector<Scalar> global = dropout(x).to_vector();
  manual_seed(94);
  CHECK(dropout(x).to_vector() == global);
}

TEST_CASE("dropout refuses what is no probability") {
  CHECK(error_of([] { dropout(ones({1}), -0.5); }) == "dropout: expected a probability in [0, 1], got -0.5");
  CHECK_THROWS_AS(dropout(ones({1}), 1.01), Error);
  CHECK_THROWS_AS(dropout(ones({1}), static_cast<double>(kNaN)), Error);
}

TEST_CASE("a row with NaN has no largest entry, wherever the NaN stands") {
  const Scalar nan = naive::kNaN;
  CHECK(count_correct(Tensor({3, 3}, {nan, 5, 1, 5, nan, 1, 5, 1, nan}), {1, 0, 0}) == 0);
}

}  // namespace
