// Pooling against loops over the windows.
#include "core/autograd.hpp"
#include "core/ops.hpp"
#include "tests/core/naive.hpp"
#include "tests/errors.hpp"

namespace {

using namespace gg;
using naive::kInf;
using naive::kNaN;

struct Problem {
  Tensor x;
  Size2 kernel;
  Pool2dOptions options;
};

std::size_t output_extent(std::size_t in, std::size_t kernel, std::size_t stride, std::size_t padding) {
  std::size_t count = 0;  // of the positions at which the window fits
  for (std::size_t at = 0; at + kernel <= in + 2 * padding; at += stride) ++count;
  return count;
}

// The indices in x of one window, padding left out.
std::vector<Shape> window(const Problem& p, const Shape& at) {
  const Size2 stride = p.options.stride, padding = p.options.padding;
  std::vector<Shape> indices;
  for (std::size_t u = 0; u < p.kernel.h; ++u) {
    for (std::size_t v = 0; v < p.kernel.w; ++v) {
      const std::size_t i = at[2] * stride.h + u, j = at[3] * stride.w + v;  // counted with the padding
      if (i < padding.h || j < padding.w || i >= p.x.size(2) + padding.h || j >= p.x.size(3) + padding.w)
        continue;
      indices.push_back({at[0], at[1], i - padding.h, j - padding.w});
    }
  }
  return indices;
}

Shape output_shape(const Problem& p) {
  return {p.x.size(0), p.x.size(1),
          output_extent(p.x.size(2), p.kernel.h, p.options.stride.h, p.options.padding.h),
          output_extent(p.x.size(3), p.kernel.w, p.options.stride.w, p.options.padding.w)};
}

Problem random_problem(Random& random) {
  const auto size = [&](std::size_t least, std::size_t range) {
    return Size2(least + random.below(range), least + random.below(range));
  };
  const Size2 kernel = size(1, 5);
  Pool2dOptions options;
  options.stride = size(1, 4);
  options.padding = {random.below(kernel.h / 2 + 1), random.below(kernel.w / 2 + 1)};
  const Shape shape = {random.bernoulli(0.05) ? 0 : 1 + random.below(2), 1 + random.below(3),
                       kernel.h + random.below(6), kernel.w + random.below(6)};
  return {randn(shape, random) - 5, kernel, options};  // all negative: a padding of zeros would win
}

TEST_CASE("max_pool2d and its gradient against loops; padding never wins") {
  Random random(81);
  for (int trial = 0; trial < 200; ++trial) {
    Problem p = random_problem(random);
    const Tensor dy = randn(output_shape(p), random);
    Tensor dx = zeros(p.x.shape());
    const Tensor expected = naive::build(dy.shape(), [&](const Shape& at) {
      Shape best = window(p, at).front();
      for (const Shape& here : window(p, at)) best = p.x.at(here) > p.x.at(best) ? here : best;
      dx = dx + naive::build(dx.shape(), [&](const Shape& i) { return i == best ? naive::at(dy, at) : 0.0; });
      return naive::at(p.x, best);
    });
    p.x.requires_grad_();
    const Tensor y = max_pool2d(p.x, p.kernel, p.options);
    CHECK(naive::distance(y, expected) == 0);
    CHECK(naive::distance(grad({y}, {p.x}, {dy})[0], dx) < naive::kTight);
  }
}

TEST_CASE("avg_pool2d against loops: padding counts as zeros") {
  Random random(82);
  for (int trial = 0; trial < 200; ++trial) {
    Problem p = random_problem(random);
    const double size = static_cast<double>(p.kernel.h * p.kernel.w);
    const Tensor dy = randn(output_shape(p), random);
    Tensor dx = zeros(p.x.shape());
    const Tensor expected = naive::build(dy.shape(), [&](const Shape& at) {
      double total = 0;
      for (const Shape& here : window(p, at)) {
        total += naive::at(p.x, here);
        dx = dx + naive::build(dx.shape(),
                               [&](const Shape& i) { return i == here ? naive::at(dy, at) / size : 0.0; });
      }
      return total / size;
    });
    p.x.requires_grad_();
    const Tensor y = avg_pool2d(p.x, p.kernel, p.options);
    CHECK(naive::distance(y, expected) < naive::kTight);
    CHECK(naive::distance(grad({y}, {p.x}, {dy})[0], dx) < naive::kTight);
  }
}

TEST_CASE("without a stride, windows do not overlap") {
  const Tensor x({1, 1, 2, 5}, {1, 2, 3, 4, 9, 5, 6, 7, 8, 9});
  CHECK(max_pool2d(x, 2).to_vector() == std::vector<Scalar>{6, 8});
  CHECK(avg_pool2d(x, 2).to_vector() == std::vector<Scalar>{3.5, 5.5});
  CHECK(max_pool2d(x, {1, 5}).shape() == Shape{1, 1, 2, 1});
}

TEST_CASE("the gradient of max_pool2d goes to the first of equal maxima") {
  Tensor x = ones({1, 1, 2, 2}).requires_grad_();
  max_pool2d(x, 2).backward(full({1, 1, 1, 1}, 3));
  CHECK(x.grad().to_vector() == std::vector<Scalar>{3, 0, 0, 0});
}

TEST_CASE("max_pool2d shows NaN wherever it stands in the window, and only there") {
  for (std::size_t i = 0; i < 4; ++i) {
    Tensor x({1, 1, 2, 4}, {0, 1, 0, 0, 2, 3, 0, 5});
    x.mutable_data()[i / 2 * 4 + i % 2] = kNaN;
    const Tensor y = max_pool2d(x, 2);
    CHECK(std::isnan(y.at({0, 0, 0, 0})));
    CHECK(y.at({0, 0, 0, 1}) == 5);
  }
  CHECK(max_pool2d(full({1, 1, 2, 2}, -kInf), 2).item() == -kInf);
}

TEST_CASE("avg_pool2d shows NaN in its window alone") {
  const Tensor y = avg_pool2d(Tensor({1, 1, 1, 4}, {1, kNaN, 1, 3}), {1, 2});
  CHECK(naive::distance(y, Tensor({1, 1, 1, 2}, {kNaN, 2})) == 0);
}

TEST_CASE("global_avg_pool is the mean over all positions, for ranks 3 to 5") {
  Random random(83);
  for (const Shape& shape : {Shape{2, 3, 7}, Shape{2, 3, 4, 5}, Shape{2, 3, 2, 3, 4}, Shape{0, 3, 2}}) {
    const Tensor x = randn(shape, random), y = global_avg_pool(x);
    const std::size_t positions = x.numel() / std::max<std::size_t>(shape[0] * shape[1], 1);
    CHECK(naive::distance(y, naive::build({shape[0], shape[1]}, [&](const Shape& index) {
                            double total = 0;
                            for (std::size_t i = 0; i < positions; ++i)
                              total += static_cast<double>(
                                  x.data()[(index[0] * shape[1] + index[1]) * positions + i]);
                            return total / static_cast<double>(positions);
                          })) < naive::kTight);
  }
}

TEST_CASE("pooling refuses what does not fit, in words") {
  const auto refusal = [](auto pool, const Shape& x, Size2 kernel, Size2 padding) {
    Pool2dOptions options;
    options.padding = padding;
    return error_of([&] { pool(zeros(x), kernel, options); });
  };
  for (const auto& [name, pool] :
       {std::pair("max_pool2d: ", &max_pool2d), std::pair("avg_pool2d: ", &avg_pool2d)}) {
    const auto begins = [name = std::string(name)](const std::string& words) {
      return words.rfind(name, 0) == 0;
    };
    CHECK(begins(refusal(pool, {1, 1, 4, 4}, 5, 0)));
    CHECK(contains(refusal(pool, {1, 1, 4, 2}, {4, 3}, 0), "kernel 3 is larger than the padded input 2"));
    CHECK(contains(refusal(pool, {1, 1, 4, 4}, 3, {0, 2}),
                   "at most half the kernel, got padding 2 and kernel 3"));
    CHECK(contains(refusal(pool, {1, 1, 4, 4}, {2, 0}, 0), "a kernel of at least 1, got 0"));
    CHECK(contains(refusal(pool, {1, 4, 4}, 2, 0), "expected input (N, C, H, W), got (1, 4, 4)"));
    CHECK(refusal(pool, {1, 1, 4, 4}, {4, 2}, {2, 1}) == "no error");
  }
  CHECK(contains(error_of([] {
                   global_avg_pool(zeros({2, 3}));
                 }),
                 "expected input (N, C, *spatial), got (2, 3)"));
  CHECK(contains(error_of([] { global_avg_pool(zeros({2, 3, 0})); }), "nothing to average"));
}

}  // namespace
