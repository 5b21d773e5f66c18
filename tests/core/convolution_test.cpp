// conv2d and its gradients against seven loops.
#include "core/autograd.hpp"
#include "core/ops.hpp"
#include "tests/core/naive.hpp"
#include "tests/errors.hpp"

namespace {

using namespace gg;

struct Problem {
  Tensor x, w, bias;
  Conv2dOptions options;
};

std::size_t output_extent(std::size_t in, std::size_t kernel, std::size_t stride, std::size_t padding,
                          std::size_t dilation) {
  std::size_t count = 0;  // of the positions at which the kernel fits
  for (std::size_t at = 0; at + dilation * (kernel - 1) < in + 2 * padding; at += stride) ++count;
  return count;
}

// Calls term(y index, x index, w index) for every product that y is a sum of.
template <class Term>
void for_each_term(const Problem& p, const Shape& y, Term term) {
  const Conv2dOptions& o = p.options;
  const std::size_t channels = p.w.size(1), filters = p.w.size(0) / o.groups;
  const auto inside = [](long position, std::size_t extent) {
    return position >= 0 && position < static_cast<long>(extent);
  };
  naive::for_each_index(y, [&](const Shape& at) {
    for (std::size_t c = 0; c < channels; ++c) {
      for (std::size_t u = 0; u < p.w.size(2); ++u) {
        for (std::size_t v = 0; v < p.w.size(3); ++v) {
          const long i =
              static_cast<long>(at[2] * o.stride.h + u * o.dilation.h) - static_cast<long>(o.padding.h);
          const long j =
              static_cast<long>(at[3] * o.stride.w + v * o.dilation.w) - static_cast<long>(o.padding.w);
          if (!inside(i, p.x.size(2)) || !inside(j, p.x.size(3))) continue;
          term(at,
               Shape{at[0], at[1] / filters * channels + c, static_cast<std::size_t>(i),
                     static_cast<std::size_t>(j)},
               Shape{at[1], c, u, v});
        }
      }
    }
  });
}

// Sums in double, one for each element of a tensor.
struct Sums {
  Shape shape;
  std::vector<double> values;
  explicit Sums(const Shape& s) : shape(s), values(numel(s)) {}
  double& operator[](const Shape& index) {
    std::size_t offset = 0;
    for (std::size_t i = 0; i < index.size(); ++i) offset = offset * shape[i] + index[i];
    return values[offset];
  }
  Tensor tensor() {
    return naive::build(shape, [&](const Shape& index) { return (*this)[index]; });
  }
};

Shape output_shape(const Problem& p) {
  const auto& o = p.options;
  return {p.x.size(0), p.w.size(0),
          output_extent(p.x.size(2), p.w.size(2), o.stride.h, o.padding.h, o.dilation.h),
          output_extent(p.x.size(3), p.w.size(3), o.stride.w, o.padding.w, o.dilation.w)};
}

void check_against_loops(Problem p, Random& random) {
  Sums y(output_shape(p)), dx(p.x.shape()), dw(p.w.shape());
  const Tensor dy = randn(y.shape, random);
  naive::for_each_index(y.shape,
                        [&](const Shape& at) { y[at] = p.bias.defined() ? naive::at(p.bias, {at[1]}) : 0; });
  for_each_term(p, y.shape, [&](const Shape& to, const Shape& x, const Shape& w) {
    y[to] += naive::at(p.x, x) * naive::at(p.w, w);
    dx[x] += naive::at(dy, to) * naive::at(p.w, w);
    dw[w] += naive::at(dy, to) * naive::at(p.x, x);
  });
  p.x.requires_grad_();
  p.w.requires_grad_();
  const Tensor out = conv2d(p.x, p.w, p.bias, p.options);
  CHECK(naive::distance(out, y.tensor()) < 10 * naive::kTight);
  const Tensors gradients = grad({out}, {p.x, p.w}, {dy});
  CHECK(naive::distance(gradients[0], dx.tensor()) < 10 * naive::kTight);
  CHECK(naive::distance(gradients[1], dw.tensor()) < 10 * naive::kTight);
}

// Input extent such that the kernel fits at least once.
std::size_t fitting(std::size_t kernel, std::size_t dilation, std::size_t padding, Random& random) {
  const std::size_t span = dilation * (kernel - 1) + 1;
  return (span > 2 * padding ? span - 2 * padding : 1) + random.below(7);
}

Problem random_problem(Random& random) {
  const auto size = [&](std::size_t least, std::size_t range) {
    return Size2(least + random.below(range), least + random.below(range));
  };
  const Size2 kernel = random.bernoulli(0.2) ? Size2(1) : size(1, 7);
  Problem p;
  p.options.stride = random.bernoulli(0.4) ? Size2(1) : size(1, 4);
  p.options.padding = random.bernoulli(0.4) ? Size2(0) : size(0, 5);
  p.options.dilation = random.bernoulli(0.6) ? Size2(1) : size(1, 3);
  p.options.groups = 1 + random.below(3);
  const std::size_t N = random.bernoulli(0.05) ? 0 : 1 + random.below(3), G = p.options.groups;
  const std::size_t C = G * (1 + random.below(3)), K = G * (1 + random.below(3));
  p.x = randn({N, C, fitting(kernel.h, p.options.dilation.h, p.options.padding.h, random),
               fitting(kernel.w, p.options.dilation.w, p.options.padding.w, random)},
              random);
  p.w = randn({K, C / G, kernel.h, kernel.w}, random);
  if (random.bernoulli(0.5)) p.bias = randn({K}, random);
  return p;
}

TEST_CASE("conv2d and both gradients against loops, over random shapes") {
  Random random(71);
  for (int trial = 0; trial < 400; ++trial) {
    const Problem p = random_problem(random);
    const auto& o = p.options;
    INFO(text(p.x.shape()) << " by " << text(p.w.shape()) << " stride " << o.stride.h << " " << o.stride.w
                           << " padding " << o.padding.h << " " << o.padding.w << " dilation " << o.dilation.h
                           << " " << o.dilation.w << " groups " << o.groups);
    check_against_loops(p, random);
  }
}

TEST_CASE("a convolution at the size of a real layer") {
  Random random(72);
  Problem p{randn({2, 8, 28, 28}, random), randn({16, 8, 3, 3}, random), randn({16}, random), {}};
  p.options.padding = 1;
  check_against_loops(p, random);
}

TEST_CASE("windows that lie in the padding alone give the bias") {
  Conv2dOptions options;
  options.padding = 2;
  const Tensor y = conv2d(ones({1, 1, 1, 1}), ones({1, 1, 1, 1}), Tensor({1}, {3}), options);
  REQUIRE(y.shape() == Shape{1, 1, 5, 5});
  CHECK(y.at({0, 0, 0, 0}) == 3);
  CHECK(y.at({0, 0, 2, 2}) == 4);
  CHECK(sum(y).item() == 25 * 3 + 1);
}

TEST_CASE("the kernel is not flipped") {
  const Tensor y = conv2d(Tensor({1, 1, 1, 3}, {0, 1, 0}), Tensor({1, 1, 1, 2}, {5, 7}));
  CHECK(y.to_vector() == std::vector<Scalar>{7, 5});
}

TEST_CASE("no samples, no input channels, no filters") {
  CHECK(conv2d(zeros({0, 2, 5, 5}), ones({3, 2, 3, 3})).shape() == Shape{0, 3, 3, 3});
  CHECK(conv2d(zeros({1, 2, 5, 5}), ones({0, 2, 3, 3})).shape() == Shape{1, 0, 3, 3});
  CHECK(conv2d(zeros({1, 0, 2, 2}), ones({2, 0, 1, 2}), Tensor({2}, {1, 2})).to_vector() ==
        std::vector<Scalar>{1, 1, 2, 2});
  Tensor w = ones({3, 2, 3, 3}).requires_grad_();
  sum(conv2d(zeros({0, 2, 5, 5}), w)).backward();
  CHECK(w.grad().to_vector() == std::vector<Scalar>(54, 0));
}

std::string refusal(const Shape& x, const Shape& w, const Conv2dOptions& options = {},
                    const Tensor& bias = {}) {
  return error_of([&] { conv2d(zeros(x), zeros(w), bias, options); });
}

TEST_CASE("conv2d refuses what does not fit, in words") {
  Conv2dOptions padded, dilated, grouped, still, none;
  padded.padding = {1, 0};
  dilated.dilation = {1, 3};
  grouped.groups = 2;
  still.stride = {1, 0};
  none.groups = 0;
  CHECK(refusal({1, 1, 2, 9}, {1, 1, 5, 3}, padded) ==
        "conv2d: the kernel spans 5 along height, but the padded input has 4");
  CHECK(refusal({1, 1, 2, 9}, {1, 1, 4, 3}, padded) == "no error");
  CHECK(refusal({1, 1, 9, 6}, {1, 1, 3, 3}, dilated) ==
        "conv2d: the kernel spans 7 along width, but the padded input has 6");
  CHECK(contains(refusal({1, 3, 5, 5}, {2, 4, 3, 3}), "expects 4 input channels, got input (1, 3, 5, 5)"));
  CHECK(contains(refusal({1, 4, 5, 5}, {2, 4, 3, 3}, grouped), "with groups 2 expects 8 input channels"));
  CHECK(
      contains(refusal({1, 3, 5, 5}, {2, 1, 3, 3}, grouped), "divisible by groups, got input (1, 3, 5, 5)"));
  CHECK(contains(refusal({1, 4, 5, 5}, {3, 2, 3, 3}, grouped), "divisible by groups"));
  CHECK(contains(refusal({1, 4, 5, 5}, {3, 2, 3, 3}, none), "groups 0"));
  CHECK(
      contains(refusal({1, 1, 5, 5}, {1, 1, 3, 3}, still), "must be at least 1, got 3, 0 and 1 along width"));
  CHECK(contains(refusal({1, 1, 5, 5}, {1, 1, 0, 3}), "at least 1, got 0, 1 and 1 along height"));
  CHECK(refusal({1, 1, 5, 5}, {2, 1, 3, 3}, {}, zeros({3})) == "conv2d: expected bias (2), got (3)");
  CHECK(contains(refusal({1, 5, 5}, {2, 1, 3, 3}), "expected input (N, C, H, W), got (1, 5, 5)"));
  CHECK(contains(refusal({1, 1, 5, 5}, {1, 3, 3}), "expected weight (K, C / groups, kh, kw), got (1, 3, 3)"));
}

}  // namespace
