// Matrix products against three loops.
#include "core/autograd.hpp"
#include "core/ops.hpp"
#include "tests/core/naive.hpp"
#include "tests/errors.hpp"

namespace {

using namespace gg;

Tensor reference(const Tensor& a, const Tensor& b, bool ta, bool tb) {
  const Shape shape = {a.size(ta ? 1 : 0), b.size(tb ? 0 : 1)};
  const std::size_t inner = a.size(ta ? 0 : 1);
  return naive::build(shape, [&](const Shape& index) {
    double total = 0;
    for (std::size_t k = 0; k < inner; ++k) {
      total += naive::at(a, ta ? Shape{k, index[0]} : Shape{index[0], k}) *
               naive::at(b, tb ? Shape{index[1], k} : Shape{k, index[1]});
    }
    return total;
  });
}

TEST_CASE("matmul with every transposition, over random extents, some empty") {
  Random random(61);
  for (int trial = 0; trial < 100; ++trial) {
    const auto extent = [&] { return random.bernoulli(0.1) ? 0 : 1 + random.below(9); };
    const std::size_t m = extent(), k = extent(), n = extent();
    for (bool ta : {false, true}) {
      for (bool tb : {false, true}) {
        const Tensor a = randn(ta ? Shape{k, m} : Shape{m, k}, random),
                     b = randn(tb ? Shape{n, k} : Shape{k, n}, random);
        INFO(text(a.shape()) << (ta ? "^T" : "") << " by " << text(b.shape()) << (tb ? "^T" : ""));
        CHECK(naive::distance(matmul(a, b, ta, tb), reference(a, b, ta, tb)) < naive::kTight);
      }
    }
  }
}

TEST_CASE("matmul of larger matrices, beyond one block of BLAS") {
  Random random(62);
  const Tensor a = randn({70, 300}, random), b = randn({90, 300}, random);
  CHECK(naive::distance(matmul(a, b, false, true), reference(a, b, false, true)) < 10 * naive::kTight);
}

TEST_CASE("a product over nothing is 0, whatever lay in memory") {
  for (int trial = 0; trial < 3; ++trial) {
    full({3, 4}, 7);  // its block is recycled for the result
    CHECK(matmul(zeros({3, 0}), zeros({0, 4})).to_vector() == std::vector<Scalar>(12, 0));
  }
}

TEST_CASE("matmul carries NaN") {
  const Tensor y = matmul(Tensor({2, 1}, {naive::kNaN, 1}), Tensor({1, 2}, {0, 1}));
  CHECK(naive::distance(y, Tensor({2, 2}, {naive::kNaN, naive::kNaN, 0, 1})) == 0);
}

TEST_CASE("matmul refuses what does not fit") {
  CHECK(error_of([] {
          matmul(zeros({2, 3}), zeros({2, 3}));
        }) == "matmul: inner extents differ: (2, 3) by (2, 3)");
  CHECK(contains(error_of([] { matmul(zeros({2, 3}), zeros({2, 4}), false, true); }), "(2, 4) transposed"));
  CHECK(contains(error_of([] {
                   matmul(zeros({2, 3}), zeros({3, 2}), true);
                 }),
                 "(2, 3) transposed by (3, 2)"));
  CHECK(contains(error_of([] { matmul(zeros({3}), zeros({3, 2})); }), "matrices, got shapes (3) and (3, 2)"));
}

TEST_CASE("linear is x weight^T + bias") {
  Random random(63);
  for (std::size_t n : {0, 1, 4}) {
    const Tensor x = randn({n, 5}, random), w = randn({3, 5}, random), b = randn({3}, random);
    const Tensor product = reference(x, w, false, true);
    CHECK(naive::distance(linear(x, w), product) < naive::kTight);
    const Tensor shifted = naive::build(
        product.shape(), [&](const Shape& i) { return naive::at(product, i) + naive::at(b, {i[1]}); });
    CHECK(naive::distance(linear(x, w, b), shifted) < naive::kTight);
  }
}

TEST_CASE("linear refuses what does not fit") {
  CHECK(error_of([] {
          linear(zeros({2, 4}), zeros({3, 5}));
        }) == "linear: expected input (..., 5) for weight (3, 5), got (2, 4)");
  CHECK(contains(error_of([] { linear(zeros({2, 5, 1}), zeros({3, 5})); }), "got (2, 5, 1)"));
  CHECK(contains(error_of([] {
                   linear(zeros({2, 5}), zeros({5}));
                 }),
                 "expected input (..., in) for weight (5)"));
  CHECK_THROWS_AS(linear(zeros({2, 5}), zeros({3, 5}), zeros({4})), Error);
}

TEST_CASE("linear refuses a bias that would broadcast") {
  CHECK(contains(error_of([] {
                   linear(ones({2, 5}), ones({1, 5}), ones({3}));
                 }),
                 "expected bias (1), got (3)"));
  CHECK(contains(error_of([] { linear(ones({2, 5}), ones({3, 5}), ones({2, 3})); }), "bias"));
}

}  // namespace
