// The direct convolution against im2col, for all three passes and each instruction set of the machine.
#include "core/kernels/direct_convolution.hpp"

#include "core/kernels/convolution_im2col.hpp"
#include "core/ops.hpp"
#include "tests/core/naive.hpp"
#include "tests/levels.hpp"

namespace {

using namespace gg;
using kernels::ConvAxis;
using kernels::ConvShape;

// Both sides round each product and each partial sum, so that they differ by some roundings of the sum of the
// products' magnitudes. A product that is missing or doubled is at least 1 / (terms of a sum) = 1e-4 of it.
constexpr double kTolerance = 32 * static_cast<double>(std::numeric_limits<Scalar>::epsilon());

struct Algorithm {
  decltype(&kernels::conv2d) conv2d;
  decltype(&kernels::conv2d_input) conv2d_input;
  decltype(&kernels::conv2d_weight) conv2d_weight;
};

constexpr Algorithm kDirect{kernels::direct::conv2d, kernels::direct::conv2d_input,
                            kernels::direct::conv2d_weight};
constexpr Algorithm kIm2col{kernels::im2col::conv2d, kernels::im2col::conv2d_input,
                            kernels::im2col::conv2d_weight};

struct Passes {
  Tensor y, dx, dw;
};

// All three passes; every element that a kernel forgets to write stays NaN.
Passes run(const Algorithm& by, const ConvShape& s, const Tensor& x, const Tensor& weight, const Tensor& bias,
           const Tensor& dy) {
  Passes p{full(dy.shape(), naive::kNaN), full(x.shape(), naive::kNaN), full(weight.shape(), naive::kNaN)};
  by.conv2d(s, x.data(), weight.data(), bias.defined() ? bias.data() : nullptr, p.y.mutable_data());
  by.conv2d_input(s, dy.data(), weight.data(), p.dx.mutable_data());
  by.conv2d_weight(s, dy.data(), x.data(), p.dw.mutable_data());
  return p;
}

// The largest |a - b| in units of the sum of magnitudes; NaN is infinitely far.
double difference(const Tensor& a, const Tensor& b, const Tensor& magnitude) {
  double worst = 0;
  for (std::size_t i = 0; i < a.numel(); ++i) {
    const double d = std::abs(static_cast<double>(a.data()[i]) - static_cast<double>(b.data()[i]));
    if (d == 0) continue;
    const double relative = d / static_cast<double>(magnitude.data()[i]);
    worst = std::max(worst, std::isnan(relative) ? static_cast<double>(naive::kInf) : relative);
  }
  return worst;
}

ConvAxis axis(std::size_t in, std::size_t kernel, std::size_t stride, std::size_t padding,
              std::size_t dilation) {
  const std::size_t span = dilation * (kernel - 1) + 1;
  const std::size_t fitting = std::max(in, span > 2 * padding ? span - 2 * padding : 1);
  return {fitting, (fitting + 2 * padding - span) / stride + 1, kernel, stride, padding, dilation};
}

ConvAxis random_axis(std::size_t longest, Random& random) {
  const std::size_t kernel = random.bernoulli(0.4) ? 3 : 1 + random.below(7);
  const std::size_t padding = random.bernoulli(0.4) ? kernel / 2 : random.below(6);
  return axis(1 + random.below(longest), kernel, random.bernoulli(0.5) ? 1 : 1 + random.below(3), padding,
              random.bernoulli(0.6) ? 1 : 1 + random.below(3));
}

ConvShape random_shape(Random& random) {
  const std::size_t groups = random.bernoulli(0.7) ? 1 : 2 + random.below(2);
  const std::size_t most = random.bernoulli(0.5) ? 40 : 6;
  const std::size_t longest = most == 40 ? 12 : 40;
  return {random.bernoulli(0.03) ? 9 : 1 + random.below(3),
          groups * (1 + random.below(most)),
          groups * (1 + random.below(most)),
          groups,
          random_axis(longest, random),
          random_axis(longest, random)};
}

std::string name(const ConvShape& s) {
  const auto of = [](const ConvAxis& a) {
    return text(a.in) + " (kernel " + text(a.kernel) + " stride " + text(a.stride) + " padding " +
           text(a.padding) + " dilation " + text(a.dilation) + ")";
  };
  return text(s.N) + " samples, " + text(s.C) + " to " + text(s.K) + " channels, groups " + text(s.groups) +
         ", " + of(s.h) + " by " + of(s.w);
}

// The kernel for few channels, in the passes that it is made for.
void check_few(const ConvShape& s, const Tensor& x, const Tensor& weight, const Tensor& bias,
               const Tensor& dy, const Passes& expected, const Passes& magnitude) {
  if (s.K <= s.groups * kernels::direct::kFew && s.h.stride == 1 && s.w.stride == 1) {
    Tensor y = full(dy.shape(), naive::kNaN);
    kernels::direct::conv2d_few(s, x.data(), weight.data(), bias.defined() ? bias.data() : nullptr,
                                y.mutable_data());
    CHECK(difference(y, expected.y, magnitude.y) < kTolerance);
  }
  if (s.C <= s.groups * kernels::direct::kFew) {
    Tensor dx = full(x.shape(), naive::kNaN);
    kernels::direct::conv2d_input_few(s, dy.data(), weight.data(), dx.mutable_data());
    CHECK(difference(dx, expected.dx, magnitude.dx) < kTolerance);
  }
}

void check(const ConvShape& s, Random& random) {
  const Tensor x = randn({s.N, s.C, s.h.in, s.w.in}, random);
  const Tensor weight = randn({s.K, s.C / s.groups, s.h.kernel, s.w.kernel}, random);
  const Tensor bias = random.bernoulli(0.5) ? randn({s.K}, random) : Tensor();
  const Tensor dy = randn({s.N, s.K, s.h.out, s.w.out}, random);
  const Passes expected = run(kIm2col, s, x, weight, bias, dy);
  const Passes magnitude = run(kIm2col, s, abs(x), abs(weight), bias.defined() ? abs(bias) : bias, abs(dy));
  at_each_level([&](const std::string& level) {
    INFO(level << ": " << name(s));
    const Passes p = run(kDirect, s, x, weight, bias, dy);
    CHECK(difference(p.y, expected.y, magnitude.y) < kTolerance);
    CHECK(difference(p.dx, expected.dx, magnitude.dx) < kTolerance);
    CHECK(difference(p.dw, expected.dw, magnitude.dw) < kTolerance);
    check_few(s, x, weight, bias, dy, expected, magnitude);
  });
}

TEST_CASE("direct convolution against im2col, over random shapes") {
  Random random(81);
  for (int trial = 0; trial < 400; ++trial) check(random_shape(random), random);
}

TEST_CASE("direct convolution of the layers of small nets") {
  Random random(82);
  for (std::size_t stride : {1, 2}) {
    for (std::size_t extent : {32, 28, 14, 7}) {
      const ConvAxis a = axis(extent, 3, stride, 1, 1);
      check({2, 16, 32, 1, a, a}, random);
      check({1, 3, 16, 1, a, a}, random);
    }
  }
}

TEST_CASE("direct convolution with every number of channels around a vector") {
  Random random(83);
  const ConvAxis h = axis(5, 3, 1, 1, 1), w = axis(6, 3, 1, 1, 1);
  for (std::size_t channels = 1; channels <= 40; ++channels) {
    check({1, 2, channels, 1, h, w}, random);
    check({1, channels, 2, 1, h, w}, random);
  }
}

TEST_CASE("direct convolution with every width around a tile") {
  Random random(84);
  for (std::size_t width = 1; width <= 48; ++width) {
    check({1, 2, 20, 1, axis(4, 3, 1, 1, 1), axis(width, 3, 1, 1, 1)}, random);
    check({1, 20, 2, 1, axis(4, 3, 2, 1, 1), axis(width, 3, 2, 1, 1)}, random);
  }
}

TEST_CASE("direct convolution without samples, channels or filters") {
  Random random(85);
  const ConvAxis a = axis(5, 3, 1, 1, 1);
  check({0, 8, 8, 1, a, a}, random);
  check({2, 0, 8, 1, a, a}, random);
  check({2, 8, 0, 1, a, a}, random);
}

}  // namespace
