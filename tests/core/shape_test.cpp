// Ops that rearrange: against loops over indices, with NumPy's slices as the model.
#include <numeric>

#include "core/autograd.hpp"
#include "core/ops.hpp"
#include "tests/core/naive.hpp"
#include "tests/errors.hpp"

namespace {

using namespace gg;

Tensor counting(const Shape& shape) { return reshape(arange(numel(shape)), shape); }

TEST_CASE("reshape keeps the order and shares the numbers") {
  const Tensor x = counting({2, 3, 4});
  for (const Shape& shape : {Shape{24}, Shape{4, 6}, Shape{1, 24, 1}, Shape{2, 3, 4}}) {
    const Tensor y = reshape(x, shape);
    CHECK(y.shape() == shape);
    CHECK(y.data() == x.data());
  }
}

TEST_CASE("reshape infers one extent") {
  const Tensor x = counting({2, 3, 4});
  CHECK(reshape(x, {kInferred}).shape() == Shape{24});
  CHECK(reshape(x, {4, kInferred, 2}).shape() == Shape{4, 3, 2});
  CHECK(reshape(x, {kInferred, 24}).shape() == Shape{1, 24});
  CHECK(reshape(zeros({0, 3}), {kInferred, 3}).shape() == Shape{0, 3});
  CHECK(reshape(Tensor(1), {kInferred}).shape() == Shape{1});
}

TEST_CASE("reshape refuses what does not fit") {
  const Tensor x = zeros({2, 3});
  CHECK(error_of([&] { reshape(x, {4}); }) ==
        "reshape: cannot give 6 elements of shape (2, 3) the shape (4)");
  CHECK(contains(error_of([&] {
                   reshape(x, {4, kInferred});
                 }),
                 "6 elements of shape (2, 3) are no multiple of 4"));
  CHECK(contains(error_of([&] { reshape(x, {kInferred, kInferred}); }), "only one extent can be inferred"));
  CHECK(contains(error_of([&] { reshape(zeros({0, 2}), {0, kInferred}); }), "cannot infer an extent"));
  CHECK_THROWS_AS(reshape(x, {}), Error);
}

TEST_CASE("flatten joins the axes from start to end") {
  const Tensor x = counting({2, 3, 4, 5});
  CHECK(flatten(x).shape() == Shape{120});
  CHECK(flatten(x, 1).shape() == Shape{2, 60});
  CHECK(flatten(x, 1, 2).shape() == Shape{2, 12, 5});
  CHECK(flatten(x, -2, -1).shape() == Shape{2, 3, 20});
  CHECK(flatten(x, 2, 2).shape() == Shape{2, 3, 4, 5});
  CHECK(flatten(Tensor(7)).shape() == Shape{1});
  CHECK(flatten(zeros({2, 0, 3}), 1).shape() == Shape{2, 0});
  CHECK(flatten(x, 1).to_vector() == x.to_vector());
  CHECK(contains(error_of([&] { flatten(x, 2, 1); }), "start <= end, got 2 and 1"));
  CHECK(contains(error_of([&] { flatten(x, 4); }), "flatten: axis 4 is out of range"));
}

TEST_CASE("permute: all orders of 4 axes") {
  for (const Shape& shape : {Shape{2, 3, 4, 5}, Shape{3, 1, 2, 2}, Shape{2, 0, 3, 1}}) {
    const Tensor x = counting(shape);
    std::vector<std::size_t> order(4);
    std::iota(order.begin(), order.end(), 0);
    do {
      Shape permuted;
      for (std::size_t axis : order) permuted.push_back(shape[axis]);
      const Tensor expected = naive::build(permuted, [&](const Shape& index) {
        Shape from(4);
        for (std::size_t i = 0; i < 4; ++i) from[order[i]] = index[i];
        return naive::at(x, from);
      });
      CHECK(naive::distance(permute(x, Axes(order.begin(), order.end())), expected) == 0);
    } while (std::next_permutation(order.begin(), order.end()));
  }
}

TEST_CASE("permute counts axes from the end, too, and undoes itself") {
  const Tensor x = counting({2, 3, 4});
  CHECK(permute(x, {-1, 0, 1}).shape() == Shape{4, 2, 3});
  CHECK(naive::distance(permute(permute(x, {2, 0, 1}), {1, 2, 0}), x) == 0);
  CHECK(permute(Tensor(3), {}).item() == 3);
  CHECK(contains(error_of([&] { permute(x, {0, 1}); }), "expected 3 axes for shape (2, 3, 4), got (0, 1)"));
  CHECK(contains(error_of([&] { permute(x, {0, 1, -3}); }), "is there twice in (0, 1, -3)"));
  CHECK(contains(error_of([&] { permute(x, {0, 1, 3}); }), "axis 3 is out of range"));
}

// Positions that Python's range(*slice(start, stop, step).indices(extent)) gives.
std::vector<std::size_t> python_slice(long extent, long start, long stop, long step) {
  const auto within = [&](long p) { return std::min(std::max(p < 0 ? p + extent : p, 0L), extent); };
  std::vector<std::size_t> positions;
  for (long i = within(start); i < within(stop); i += step) positions.push_back(static_cast<std::size_t>(i));
  return positions;
}

TEST_CASE("slice: every start, stop and step, negative and beyond the end") {
  const Tensor x = counting({2, 5, 3});
  for (int axis : {0, 1, -1}) {
    const std::size_t a = axis < 0 ? 2 : static_cast<std::size_t>(axis);
    for (long start = -7; start <= 7; ++start) {
      for (long stop : {-7L, -5L, -2L, -1L, 0L, 1L, 3L, 5L, 9L, kEnd}) {
        for (long step : {1L, 2L, 3L, 10L}) {
          const auto from = python_slice(static_cast<long>(x.shape()[a]), start, stop, step);
          Shape shape = x.shape();
          shape[a] = from.size();
          const Tensor expected = naive::build(shape, [&](Shape index) {
            index[a] = from[index[a]];
            return naive::at(x, index);
          });
          INFO(axis << ": " << start << ":" << stop << ":" << step);
          CHECK(naive::distance(slice(x, axis, start, stop, step), expected) == 0);
        }
      }
    }
  }
}

TEST_CASE("slice refuses a step below 1 and an axis that is not there") {
  CHECK(contains(error_of([] { slice(zeros({3}), 0, 0, kEnd, 0); }), "a step of at least 1, got 0"));
  CHECK(contains(error_of([] { slice(zeros({3}), 0, 2, 0, -1); }), "a step of at least 1, got -1"));
  CHECK(contains(error_of([] { slice(zeros({3}), 1, 0); }), "slice: axis 1 is out of range"));
  CHECK_THROWS_AS(slice(Tensor(1), 0, 0), Error);
}

TEST_CASE("concat along each axis is what slice takes apart") {
  Random random(51);
  for (int axis : {0, 1, 2, -1}) {
    const std::size_t a = axis < 0 ? 2 : static_cast<std::size_t>(axis);
    Tensors parts;
    for (std::size_t extent : {3, 0, 1, 2}) {
      Shape shape = {2, 4, 3};
      shape[a] = extent;
      parts.push_back(randn(shape, random));
    }
    const Tensor whole = concat(parts, axis);
    CHECK(whole.size(axis) == 6);
    long start = 0;
    for (const Tensor& part : parts) {
      const long stop = start + static_cast<long>(part.size(axis));
      CHECK(naive::distance(slice(whole, axis, start, stop), part) == 0);
      start = stop;
    }
  }
}

TEST_CASE("concat of one is a copy, and the same tensor twice gets both gradients") {
  Tensor x = ones({2, 1}).requires_grad_();
  CHECK(concat({x}).data() != x.data());
  concat({x, x}, 1).backward(Tensor({2, 2}, {1, 2, 3, 4}));
  CHECK(x.grad().to_vector() == std::vector<Scalar>{3, 7});
}

TEST_CASE("concat refuses what does not fit") {
  CHECK(contains(error_of([] { concat({}); }), "at least one tensor"));
  CHECK(contains(error_of([] {
                   concat({zeros({2, 3}), zeros({2, 4})}, 0);
                 }),
                 "agree except along axis 0, got (2, 3) and (2, 4)"));
  CHECK(contains(error_of([] { concat({zeros({2, 3}), zeros({3})}); }), "expected 2 axes, got shape (3)"));
  CHECK(contains(error_of([] { concat({zeros({2})}, 1); }), "concat: axis 1 is out of range"));
  CHECK_THROWS_AS(concat({Tensor(1), Tensor(2)}), Error);
}

TEST_CASE("broadcast_to repeats, sum_to adds up what was repeated") {
  Random random(52);
  const std::vector<std::pair<Shape, Shape>> rows = {{{}, {}},
                                                     {{}, {2, 3}},
                                                     {{3}, {2, 3}},
                                                     {{2, 1}, {2, 3}},
                                                     {{1, 1}, {4, 5}},
                                                     {{1, 3}, {0, 3}},
                                                     {{2, 1, 3, 1}, {2, 4, 3, 5}},
                                                     {{1}, {1, 1, 1}},
                                                     {{3, 1, 2}, {2, 3, 2, 2}},
                                                     {{1, 0}, {3, 0}}};
  for (const auto& [small, large] : rows) {
    const Tensor x = randn(small, random), y = broadcast_to(x, large);
    INFO(text(small) << " to " << text(large));
    CHECK(naive::distance(
              y, naive::build(large, [&](const Shape& i) { return naive::broadcast_at(x, i); })) == 0);

    // <broadcast x, z> = <x, sum_to z> for random z
    const Tensor z = randn(large, random), s = sum_to(z, small);
    REQUIRE(s.shape() == small);
    double left = 0, right = 0;
    for (std::size_t i = 0; i < y.numel(); ++i) left += static_cast<double>(y.data()[i] * z.data()[i]);
    for (std::size_t i = 0; i < x.numel(); ++i) right += static_cast<double>(x.data()[i] * s.data()[i]);
    CHECK(left == Approx(right).margin(100 * naive::kTight));
  }
}

TEST_CASE("sum_to by hand") {
  const Tensor x = counting({2, 2, 3});
  CHECK(sum_to(x, {2, 1}).to_vector() == std::vector<Scalar>{0 + 1 + 2 + 6 + 7 + 8, 3 + 4 + 5 + 9 + 10 + 11});
  CHECK(sum_to(x, {3}).to_vector() == std::vector<Scalar>{18, 22, 26});
  CHECK(sum_to(x, {}).item() == 66);
  CHECK(sum_to(zeros({0, 3}), {1, 3}).to_vector() == std::vector<Scalar>{0, 0, 0});
}

TEST_CASE("broadcast_to refuses to shrink and to stretch") {
  CHECK(error_of([] {
          broadcast_to(zeros({2, 3}), {3});
        }) == "broadcast_to: shape (2, 3) does not broadcast to (3)");
  CHECK(contains(error_of([] { broadcast_to(zeros({2}), {4}); }), "shapes (2) and (4) do not broadcast"));
  CHECK(contains(error_of([] { broadcast_to(zeros({3}), {1}); }), "shape (3) does not broadcast to (1)"));
  CHECK(broadcast_shape("x", {2, 1, 3}, {4, 1}) == Shape{2, 4, 3});
  CHECK(broadcast_shape("x", {1}, {0}) == Shape{0});
}

TEST_CASE("misfits that once passed: sum_to, empty shapes, negative sizes") {
  CHECK_THROWS_AS(sum_to(ones({2, 6}), {3, 4}), Error);
  CHECK_THROWS_AS(sum_to(ones({2}), {1, 1, 1}), Error);
  CHECK(numel({std::size_t{1} << 60, 0}) == 0);
  const auto negative = static_cast<std::size_t>(-1);
  CHECK(contains(error_of([=] { Size2 size(negative); }), "got -1 and -1"));
  CHECK(contains(error_of([] { max_pool2d(zeros({1, 1, 0, 2}), 2, {2, 1}); }), "at least one position"));
}

TEST_CASE("slice with a step beyond any extent gives the first element") {
  CHECK(slice(arange(4), 0, 0, kEnd, kEnd).to_vector() == std::vector<Scalar>{0});
}

}  // namespace
