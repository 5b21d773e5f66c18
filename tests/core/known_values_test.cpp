// Ops whose values are checked against numbers from PyTorch 1.13 (the calls stand beside them).
#include <cmath>

#include "core/ops.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

namespace {

using namespace gg;

void check_values(const Tensor& y, const Shape& shape, const std::vector<double>& expected) {
  REQUIRE(y.shape() == shape);
  for (std::size_t i = 0; i < expected.size(); ++i) CHECK(y.data()[i] == Approx(expected[i]).margin(2e-5));
}

Tensor counting(const Shape& shape) { return reshape(arange(numel(shape)), shape); }

TEST_CASE("activations have PyTorch's values") {
  const Tensor x({5}, {-2, -0.5, 0, 1, 3});
  check_values(leaky_relu(x, 0.1), {5}, {-0.2, -0.05, 0, 1, 3});
  check_values(gelu(x), {5}, {-0.0455, -0.154269, 0, 0.841345, 2.99595});
  check_values(gelu(x, Gelu::tanh), {5}, {-0.045402, -0.154286, 0, 0.841192, 2.996363});
  check_values(silu(x), {5}, {-0.238406, -0.18877, 0, 0.731059, 2.857723});
  check_values(softplus(x, 2), {5}, {0.009075, 0.156631, 0.346574, 1.063464, 3.001238});
  check_values(softplus(Tensor({2}, {-1000, 1000})), {2}, {0, 1000});
  check_values(clamp(x, -1, 2), {5}, {-1, -0.5, 0, 1, 2});
  check_values(abs(x), {5}, {2, 0.5, 0, 1, 3});
  check_values(rsqrt(Tensor({2}, {4, 0.25})), {2}, {0.5, 2});
  CHECK_THROWS_AS(clamp(x, 2, 1), Error);
  CHECK_THROWS_AS(softplus(x, 0), Error);
}

TEST_CASE("comparisons, where, maximum and minimum") {
  const Tensor a({3}, {1, 2, 3}), b({3}, {2, 2, 2});
  check_values(lt(a, b), {3}, {1, 0, 0});
  check_values(le(a, b), {3}, {1, 1, 0});
  check_values(gt(a, b), {3}, {0, 0, 1});
  check_values(ge(a, b), {3}, {0, 1, 1});
  check_values(ne(a, b), {3}, {1, 0, 1});
  check_values(where(gt(a, b), a, Tensor({2, 1}, {7, 8})), {2, 3}, {7, 7, 3, 8, 8, 3});
  check_values(maximum(a, b), {3}, {2, 2, 3});
  check_values(minimum(a, b), {3}, {1, 2, 2});
  CHECK(std::isnan(maximum(Tensor(NAN), 1).item()));
  CHECK(std::isnan(minimum(1, Tensor(NAN)).item()));
}

// F.interpolate, F.adaptive_avg_pool2d
TEST_CASE("changing the resolution") {
  const Tensor x = counting({1, 1, 4, 4});
  check_values(interpolate(x, {2, 3}, Interpolation::bilinear), {1, 1, 2, 3},
               {2.166667, 3.5, 4.833333, 10.166667, 11.5, 12.833333});
  check_values(interpolate(x, {3, 7}, Interpolation::bilinear, true), {1, 1, 3, 7},
               {0, 0.5, 1, 1.5, 2, 2.5, 3, 6, 6.5, 7, 7.5, 8, 8.5, 9, 12, 12.5, 13, 13.5, 14, 14.5, 15});
  check_values(interpolate(x, {3, 6}), {1, 1, 3, 6},
               {0, 0, 1, 2, 2, 3, 4, 4, 5, 6, 6, 7, 8, 8, 9, 10, 10, 11});
  check_values(adaptive_avg_pool2d(counting({1, 1, 4, 5}), {3, 2}), {1, 1, 3, 2},
               {3.5, 5.5, 8.5, 10.5, 13.5, 15.5});
  CHECK_THROWS_AS(interpolate(x, {2, 2}, Interpolation::nearest, true), Error);
  CHECK_THROWS_AS(interpolate(x, 0), Error);
}

// F.max_pool2d, F.avg_pool2d with ceil_mode=True
TEST_CASE("pooling in ceil mode") {
  Pool2dOptions o;
  o.stride = 2, o.padding = 1, o.ceil_mode = true;
  check_values(max_pool2d(counting({1, 1, 6, 6}), 3, o), {1, 1, 4, 4},
               {7, 9, 11, 11, 19, 21, 23, 23, 31, 33, 35, 35, 31, 33, 35, 35});
  check_values(avg_pool2d(counting({1, 1, 6, 6}), 3, o), {1, 1, 4, 4},
               {1.55556, 3.33333, 4.66667, 2.66667, 8.33333, 14, 16, 8.5, 16.33333, 26, 28, 14.5, 10.16667,
                16, 17, 8.75});
  Pool2dOptions apart;
  apart.stride = 3, apart.ceil_mode = true;
  check_values(avg_pool2d(counting({1, 1, 5, 6}), 2, apart), {1, 1, 2, 2}, {3.5, 6.5, 21.5, 24.5});
}

// F.conv_transpose2d, F.conv1d
TEST_CASE("transposed and one-dimensional convolution") {
  ConvTranspose2dOptions up;
  up.stride = 2, up.padding = 1, up.output_padding = 1;
  check_values(conv_transpose2d(Tensor({1, 1, 2, 2}, {1, 2, 3, 4}), counting({1, 2, 2, 2}) + 1,
                                Tensor({2}, {0.5, -1}), up),
               {1, 2, 3, 3},
               {4.5, 6.5, 8.5, 6.5, 4.5, 8.5, 12.5, 12.5, 16.5, 7, 13, 15, 17, 19, 23, 23, 27, 31});
  Conv1dOptions o;
  o.stride = 2, o.padding = 1, o.groups = 2;
  check_values(conv1d(counting({1, 2, 6}), Tensor({2, 1, 3}, {1, 2, -1, 0, 1, 3}), Tensor({2}, {1, 0}), o),
               {1, 2, 3}, {0, 3, 7, 27, 35, 43});
  up.output_padding = 2;
  CHECK(contains(error_of([&] {
                   conv_transpose2d(zeros({1, 1, 2, 2}), zeros({1, 1, 2, 2}), {}, up);
                 }),
                 "output_padding below stride or dilation, got 2"));
  CHECK_THROWS_AS(conv1d(zeros({2, 6}), zeros({1, 1, 3})), Error);
}

TEST_CASE("what output_padding adds beside a 1x1 kernel is the bias alone") {
  ConvTranspose2dOptions o;
  o.dilation = Size2(2, 1), o.output_padding = Size2(1, 0);
  for (Tensors dirty; dirty.size() < 8;) dirty.push_back(full({1, 1, 3, 2}, 7));  // no 0 in memory by chance
  check_values(
      conv_transpose2d(Tensor({1, 1, 2, 2}, {1, 2, 3, 4}), Tensor({1, 1, 1, 1}, {10}), Tensor({1}, {0.5}), o),
      {1, 1, 3, 2}, {10.5, 20.5, 30.5, 40.5, 0.5, 0.5});
}

// F.cross_entropy, F.nll_loss, F.mse_loss, ...
TEST_CASE("losses") {
  const Tensor x({2, 3}, {1, 2, 3, 0, -1, 4}), weight({3}, {1, 2, 0.5});
  CrossEntropyOptions weighted;
  weighted.weight = weight, weighted.label_smoothing = 0.2;
  CHECK(cross_entropy(x, {2, 0}, weighted).item() == Approx(3.12248).epsilon(1e-5));
  CrossEntropyOptions ignoring;
  ignoring.ignore_index = 99;
  CHECK(cross_entropy(x, {2, 99}, ignoring).item() == Approx(0.407606).epsilon(1e-5));
  CHECK_THROWS_AS(cross_entropy(x, {99, 99}, ignoring), Error);
  std::vector<Scalar> sines;
  for (int i = 0; i < 12; ++i) sines.push_back(static_cast<Scalar>(std::sin(i)));
  CHECK(cross_entropy(Tensor({2, 3, 2}, sines), {0, 2, 1, 1}).item() == Approx(1.252625).epsilon(1e-5));
  CrossEntropyOptions plain;
  plain.weight = weight;
  CHECK(nll_loss(log_softmax(x, 1), {2, 1}, plain).item() == Approx(4.101317).epsilon(1e-5));

  const Tensor p({3}, {1, -2, 0.5}), q({3}, {0, 1, 2.5});
  CHECK(mse_loss(p, q).item() == Approx(4.666667).epsilon(1e-5));
  CHECK(l1_loss(p, q, Reduction::sum).item() == Approx(6));
  CHECK(smooth_l1_loss(p, q, 2).item() == Approx(1.083333).epsilon(1e-5));
  CHECK(bce_with_logits_loss(p, Tensor({3}, {1, 0, 0.3})).item() == Approx(0.421422).epsilon(1e-5));
  CHECK(bce_with_logits_loss(Tensor({1}, {1000}), Tensor({1}, {0})).item() == Approx(1000));
  CHECK(mse_loss(p, q, Reduction::none).shape() == Shape{3});
  CHECK(contains(error_of([&] { mse_loss(p, x); }), "of one shape, got (3) and (2, 3)"));
}

TEST_CASE("picking, joining and surrounding") {
  const Tensor x({2, 3}, {1, 2, 3, 4, 5, 6});
  check_values(gather(x, 1, {2, 2}, {2, 0, 1, 1}), {2, 2}, {3, 1, 5, 5});
  check_values(index_select(x, 1, {2, 0, 2}), {2, 3}, {3, 1, 3, 6, 4, 6});
  check_values(pad(x, {{1, 0}, {0, 2}}, 9), {3, 5}, {9, 9, 9, 9, 9, 1, 2, 3, 9, 9, 4, 5, 6, 9, 9});
  check_values(flip(x, {0, 1}), {2, 3}, {6, 5, 4, 3, 2, 1});
  check_values(stack({x, -x}, 1), {2, 2, 3}, {1, 2, 3, -1, -2, -3, 4, 5, 6, -4, -5, -6});
  check_values(transpose(x, 0, 1), {3, 2}, {1, 4, 2, 5, 3, 6});
  CHECK(squeeze(zeros({1, 3, 1})).shape() == Shape{3});
  CHECK(unsqueeze(x, 1).shape() == Shape{2, 1, 3});
  CHECK(argmax(x, 0) == Indices{1, 1, 1});
  CHECK(argmax(Tensor({4}, {1, 3, NAN, 5}), 0) == Indices{2});
  check_values(one_hot({1, 0}, 2), {2, 2}, {0, 1, 1, 0});
  CHECK_THROWS_AS(gather(x, 1, {1, 1}, {3}), Error);
  CHECK_THROWS_AS(index_select(x, 0, {2}), Error);
  CHECK_THROWS_AS(one_hot({2}, 2), Error);
  CHECK_THROWS_AS(squeeze(x, {0}), Error);
  CHECK_THROWS_AS(pad(x, {{1, 0}}), Error);
  CHECK_THROWS_AS(flip(x, {0, 0}), Error);
}

TEST_CASE("norms and minima") {
  const Tensor x({2, 3}, {1, 2, 3, 0, -1, 4});
  check_values(norm(x, {1}), {2}, {3.741657, 4.123106});
  CHECK(norm(x, {}, false, 3).item() == Approx(4.65701).epsilon(1e-5));
  check_values(norm(x, {1}, false, 1), {2}, {6, 5});
  check_values(norm(x, {1}, true, INFINITY), {2, 1}, {3, 4});
  check_values(min(x, {0}), {3}, {0, -1, 3});
  CHECK(norm(Tensor({2}, {Scalar(3e30), Scalar(4e30)})).item() == Approx(5e30));
  Tensor zero = zeros({3}).requires_grad_();
  norm(zero).backward();
  check_values(zero.grad(), {3}, {0, 0, 0});
}

TEST_CASE("matrices in batches are products of their matrices") {
  Random random(30);
  const Tensor a = randn({2, 1, 3, 4}, random), b = randn({5, 4, 2}, random), y = matmul(a, b);
  REQUIRE(y.shape() == Shape{2, 5, 3, 2});
  for (long i = 0; i < 2; ++i) {
    for (long j = 0; j < 5; ++j) {
      const Tensor one =
          matmul(reshape(slice(a, 0, i, i + 1), {3, 4}), reshape(slice(b, 0, j, j + 1), {4, 2}));
      const Tensor there = reshape(slice(slice(y, 0, i, i + 1), 1, j, j + 1), {3, 2});
      check_values(there, {3, 2}, std::vector<double>(one.data(), one.data() + 6));
    }
  }
  CHECK_THROWS_AS(matmul(zeros({2, 3, 4}), zeros({3, 4, 5})), Error);
}

}  // namespace
