// What group, instance, layer and batch norm must hold to for every shape, and where other
// implementations are wrong.
#include <cmath>
#include <functional>
#include <limits>
#include <type_traits>

#include "core/autograd.hpp"
#include "core/ops.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

namespace {

using namespace gg;

// The largest |a - b|.
double distance(const Tensor& a, const Tensor& b) {
  REQUIRE(a.shape() == b.shape());
  double worst = 0;
  for (std::size_t i = 0; i < a.numel(); ++i) {
    worst = std::max(worst, std::abs(static_cast<double>(a.data()[i]) - static_cast<double>(b.data()[i])));
  }
  return worst;
}

constexpr double kTight = std::is_same_v<Scalar, double> ? 1e-12 : 2e-5;

// Group norm by the book, in long double: groups of C/G channels over all positions.
struct Expected {
  std::vector<double> y, dx, dgamma, dbeta;
  double dx_scale = 0;  // of the terms whose difference dx is: in sets of two, dx itself is almost nothing
};

Expected by_the_book(const Tensor& x, std::size_t G, const Tensor& gamma, const Tensor& beta,
                     const Tensor& dy, double eps = 1e-5) {
  const std::size_t N = x.size(0), C = x.size(1), S = C ? x.numel() / std::max<std::size_t>(N * C, 1) : 0;
  const std::size_t m = C / G * S;
  Expected e{std::vector<double>(x.numel()), std::vector<double>(x.numel()), std::vector<double>(C),
             std::vector<double>(C), 0};
  for (std::size_t set = 0; set < N * G; ++set) {
    const std::size_t start = set * m;
    const auto channel = [&](std::size_t i) { return (start + i) / S % C; };
    long double mean = 0, var = 0, mean_g = 0, mean_gx = 0;
    for (std::size_t i = 0; i < m; ++i) mean += static_cast<long double>(x.data()[start + i]) / m;
    for (std::size_t i = 0; i < m; ++i) {
      const long double d = static_cast<long double>(x.data()[start + i]) - mean;
      var += d * d / m;
    }
    const long double rstd = 1 / std::sqrt(var + eps);
    const auto x_hat = [&](std::size_t i) {
      return (static_cast<long double>(x.data()[start + i]) - mean) * rstd;
    };
    for (std::size_t i = 0; i < m; ++i) {
      const std::size_t c = channel(i);
      const long double d = static_cast<long double>(dy.data()[start + i]),
                        g = d * static_cast<long double>(gamma.data()[c]);
      e.y[start + i] = static_cast<double>(x_hat(i) * static_cast<long double>(gamma.data()[c]) +
                                           static_cast<long double>(beta.data()[c]));
      e.dgamma[c] += static_cast<double>(d * x_hat(i));
      e.dbeta[c] += static_cast<double>(d);
      mean_g += g / m;
      mean_gx += g * x_hat(i) / m;
    }
    for (std::size_t i = 0; i < m; ++i) {
      const long double g =
          static_cast<long double>(dy.data()[start + i]) * static_cast<long double>(gamma.data()[channel(i)]);
      e.dx_scale = std::max(e.dx_scale, static_cast<double>(std::abs(rstd * g)));
      e.dx[start + i] = static_cast<double>(rstd * (g - mean_g - x_hat(i) * mean_gx));
    }
  }
  return e;
}

// The largest error relative to the largest expected value (or a scale above it).
double error(const Tensor& received, const std::vector<double>& expected, double least_scale = 1e-30) {
  REQUIRE(received.numel() == expected.size());
  double worst = 0, scale = least_scale;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const double r = static_cast<double>(received.data()[i]);
    if (!std::isfinite(r)) return std::numeric_limits<double>::infinity();
    worst = std::max(worst, std::abs(r - expected[i]));
    scale = std::max(scale, std::abs(expected[i]));
  }
  return worst / scale;
}

struct Inputs {
  Tensor x, gamma, beta, dy;
};

Inputs make_inputs(const Shape& shape, double mean, double sigma, Random& random) {
  Inputs in{randn(shape, random), randn({shape[1]}, random), randn({shape[1]}, random), randn(shape, random)};
  Scalar* v = in.x.mutable_data();
  for (std::size_t i = 0; i < in.x.numel(); ++i)
    v[i] = static_cast<Scalar>(mean + sigma * static_cast<double>(v[i]));
  in.x.requires_grad_();
  in.gamma.requires_grad_();
  in.beta.requires_grad_();
  return in;
}

void check_against_the_book(const Inputs& in, std::size_t G, double tolerance) {
  Tensor x = in.x, gamma = in.gamma, beta = in.beta;
  const Tensor y = group_norm(x, G, gamma, beta);
  y.backward(in.dy);
  const Expected e = by_the_book(x, G, gamma, beta, in.dy);
  INFO(text(x.shape()) << " with " << G << " groups");
  CHECK(error(y, e.y) < tolerance);
  CHECK(error(x.grad(), e.dx, e.dx_scale) < tolerance);
  CHECK(error(gamma.grad(), e.dgamma) < tolerance);
  CHECK(error(beta.grad(), e.dbeta) < tolerance);
  for (Tensor* t : {&x, &gamma, &beta}) t->zero_grad();
}

TEST_CASE("group_norm by the book, over random shapes and group counts") {
  Random random(11);
  for (int trial = 0; trial < 200; ++trial) {
    const std::size_t G = 1 + random.below(4), C = G * (1 + random.below(5)), N = 1 + random.below(4);
    Shape shape = {N, C};
    for (std::size_t axes = random.below(4); axes > 0; --axes) shape.push_back(1 + random.below(7));
    const Inputs in = make_inputs(shape, 2, 3, random);
    check_against_the_book(in, G, std::is_same_v<Scalar, double> ? 1e-12 : 2e-5);
  }
}

TEST_CASE("cancellation: a mean much larger than the deviation") {
  Random random(12);
  check_against_the_book(make_inputs({2, 8, 9, 9}, 100, 0.01, random), 2, 1e-3);
  check_against_the_book(make_inputs({2, 8, 9, 9}, 1e4, 1, random), 2, 1e-4);
  check_against_the_book(make_inputs({2, 8}, 1e4, 1, random), 2, 1e-4);
  Inputs outlier = make_inputs({1, 4, 16, 16}, 0, 1, random);
  outlier.x.mutable_data()[0] = 1e6;  // the first element is where sums start
  check_against_the_book(outlier, 1, 1e-4);
  Inputs long_outlier = make_inputs({1, 4, 160, 160}, 0, 1, random);
  long_outlier.x.mutable_data()[0] = 1e4;
  check_against_the_book(long_outlier, 1, 1e-4);

  // Batch norm's set of a channel is group norm's with samples and channels exchanged.
  const Inputs in = make_inputs({4, 3, 5, 5}, 1e4, 1, random);
  const Tensor exchanged = permute(in.x.detach(), {1, 0, 2, 3});
  CHECK(distance(permute(batch_norm(in.x.detach()), {1, 0, 2, 3}), group_norm(exchanged, 1)) < 1e-4);
}

TEST_CASE("a constant group gives exactly beta, with finite gradients") {
  for (double value : {0.0, 1.0, 0.1, 1e4, -12345.678, 1e30}) {
    for (const Shape& shape : {Shape{2, 6, 5, 7}, Shape{2, 6}, Shape{1, 6, 1000}}) {
      Tensor x = full(shape, value).requires_grad_();
      const Tensor gamma({6}, {1, 2, 3, 4, 5, 6}), beta({6}, {0.1, -2, 3, 0.7, 5, -6});
      for (std::size_t G : {1, 2, 6}) {
        const Tensor y = group_norm(x, G, gamma, beta);
        Shape affine(shape.size(), 1);
        affine[1] = 6;
        INFO(value << " in " << text(shape) << ", groups " << G);
        CHECK(distance(y, broadcast_to(reshape(beta, affine), shape)) == 0);
        y.backward(ones(shape));
        for (Scalar g : x.grad().to_vector()) CHECK(std::isfinite(g));
        x.zero_grad();
      }
    }
  }
}

TEST_CASE("values near 1e30, whose squares overflow float, and near 1e-30") {
  Random random(13);
  check_against_the_book(make_inputs({2, 4, 6, 6}, 0, 1e30, random), 2, 1e-4);
  check_against_the_book(make_inputs({2, 4, 6, 6}, 5e30, 1e30, random), 2, 1e-4);
  check_against_the_book(make_inputs({3, 8}, 0, 1e30, random), 2, 1e-4);
  check_against_the_book(make_inputs({2, 4, 6, 6}, 0, 1e-30, random), 2, 1e-4);
  if (std::is_same_v<Scalar, double>)
    check_against_the_book(make_inputs({2, 4, 6}, 0, 1e200, random), 2, 1e-9);

  const Tensor x = mul(randn({4, 2, 8}, random), 1e30);
  CHECK(distance(batch_norm(x), batch_norm(mul(x, 1e-20))) < 1e-4);
  if (!std::is_same_v<Scalar, double>) {
    const auto overflow = [&] { batch_norm(x, {zeros({2}), ones({2})}); };
    CHECK(contains(error_of(overflow), "too large for the running statistics"));
    CHECK_THROWS_AS(overflow(), NotFinite);
  }
}

TEST_CASE("without eps, values whose squares underflow are normalized like any others") {
  Random random(15);
  const double tiny = std::is_same_v<Scalar, double> ? 1e-170 : 1e-24;
  for (const Shape& shape : {Shape{2, 4, 3, 5}, Shape{6, 4}}) {
    const Tensor x = randn(shape, random), cotangent = randn(shape, random);
    for (const char* norm : {"group", "batch"}) {
      const auto apply = [&](const Tensor& at) {
        return norm == std::string("group") ? group_norm(at, 2, {}, {}, 0)
                                            : batch_norm(at, {}, {}, {}, true, 0.1, 0);
      };
      Tensor small = mul(x, tiny).requires_grad_(), usual = x.clone().requires_grad_();
      const Tensor y = apply(small), expected = apply(usual);
      INFO(norm << text(shape));
      CHECK(distance(y, expected) < 1e-5);
      y.backward(cotangent);
      expected.backward(cotangent);
      CHECK(distance(mul(small.grad(), tiny), usual.grad()) < 1e-5);
    }
  }
}

TEST_CASE("a group of 10^7 elements") {
  Random random(14);
  check_against_the_book(make_inputs({1, 1, 10000000}, 0.5, 3, random), 1, 1e-4);
}

TEST_CASE("NaN stays in its group and is not hidden") {
  Tensor x = ones({2, 4, 3});
  x.mutable_data()[0] = std::numeric_limits<Scalar>::quiet_NaN();
  const Tensor y = group_norm(x, 2);
  CHECK(std::isnan(y.at({0, 0, 1})));
  CHECK(std::isnan(y.at({0, 1, 2})));
  CHECK(y.at({0, 2, 0}) == 0);
  CHECK(y.at({1, 0, 0}) == 0);
  x.mutable_data()[0] = std::numeric_limits<Scalar>::infinity();
  CHECK(std::isnan(group_norm(x, 2).at({0, 0, 0})));
}

TEST_CASE("variances are biased, running ones unbiased") {
  const Tensor x({1, 2, 2}, {1, 3, 10, 16});  // sets of two elements
  NormStatistics s;
  const Tensor y = group_norm(x, 2, {}, {}, 0, &s);
  CHECK(s.mean.to_vector() == std::vector<Scalar>{2, 13});
  CHECK(s.var.to_vector() == std::vector<Scalar>{1, 9});
  CHECK(y.to_vector() == std::vector<Scalar>{-1, 1, -1, 1});

  const RunningStatistics running = {zeros({2}), zeros({2})};
  batch_norm(x, running, {}, {}, true, 1.0);
  CHECK(running.mean.to_vector() == std::vector<Scalar>{2, 13});
  CHECK(running.var.to_vector() == std::vector<Scalar>{2, 18});
  batch_norm(x, running, {}, {}, true, 0.5);
  CHECK(running.var.to_vector() == std::vector<Scalar>{2, 18});
  batch_norm(zeros({2, 2, 1}), running, {}, {}, true, 0.5);
  CHECK(running.mean.to_vector() == std::vector<Scalar>{1, 6.5});
}

TEST_CASE("G = C is instance norm, G = 1 takes the statistics of layer norm over (C, *spatial)") {
  Random random(15);
  for (const Shape& shape : {Shape{3, 6, 5}, Shape{2, 6, 3, 4}, Shape{2, 6, 2, 3, 2}}) {
    const Inputs in = make_inputs(shape, 1, 3, random);
    CHECK(distance(group_norm(in.x, 6, in.gamma, in.beta), instance_norm(in.x, in.gamma, in.beta)) == 0);
    const Shape tail(shape.begin() + 1, shape.end());
    CHECK(distance(group_norm(in.x, 1), layer_norm(in.x, tail)) < kTight);
  }
}

TEST_CASE("group_norm of a sample does not depend on the rest of the batch") {
  Random random(16);
  const Inputs in = make_inputs({5, 8, 3, 3}, 1, 3, random);
  const Tensor whole = group_norm(in.x, 4, in.gamma, in.beta);
  for (long n = 0; n < 5; ++n) {
    const Tensor alone = group_norm(slice(in.x, 0, n, n + 1), 4, in.gamma, in.beta);
    CHECK(distance(alone, slice(whole, 0, n, n + 1)) == 0);
  }
}

TEST_CASE("output is invariant to scale and shift of a group's input") {
  Random random(17);
  const Inputs in = make_inputs({2, 6, 4, 4}, 1, 3, random);
  const Tensor a = group_norm(in.x, 3, in.gamma, in.beta, 0),
               b = group_norm(5 * in.x + 7, 3, in.gamma, in.beta, 0);
  CHECK(distance(a, b) < 10 * kTight);
}

TEST_CASE("over each group, dx sums to zero, and so does dx * x_hat") {
  Random random(18);
  Inputs in = make_inputs({3, 6, 4, 4}, 1, 3, random);
  group_norm(in.x, 2, in.gamma, in.beta, 1e-12).backward(in.dy);
  const Tensor dx = reshape(in.x.grad(), {6, 48}), x_hat = reshape(group_norm(in.x.detach(), 2), {6, 48});
  const double size = static_cast<double>(distance(dx, zeros({6, 48})));
  REQUIRE(size > 0.1);
  CHECK(distance(sum(dx, {1}), zeros({6})) < 50 * kTight);
  CHECK(distance(sum(dx * x_hat, {1}), zeros({6})) < 50 * kTight);
}

TEST_CASE("gamma and beta are per channel") {
  const Tensor x({1, 4, 2}, {1, 3, 2, 6, 1, 5, 0, 8});
  const Tensor gamma({4}, {1, 10, 100, 1000}), beta({4}, {1, 2, 3, 4});
  for (std::size_t G : {1, 2, 4}) {
    const Tensor plain = group_norm(x, G), y = group_norm(x, G, gamma, beta);
    for (std::size_t c = 0; c < 4; ++c) {
      for (std::size_t i = 0; i < 2; ++i) {
        CHECK(y.at({0, c, i}) == Approx(plain.at({0, c, i}) * gamma.at({c}) + beta.at({c})).epsilon(1e-4));
      }
    }
  }
}

TEST_CASE("an empty batch is normalized to nothing, with gradients 0 for gamma and beta") {
  for (const Shape& shape : {Shape{0, 4}, Shape{0, 4, 3}, Shape{0, 4, 3, 4}}) {
    Tensor x = zeros(shape).requires_grad_(), gamma = ones({4}).requires_grad_(),
           beta = ones({4}).requires_grad_();
    std::vector<Tensor> results = {group_norm(x, 2, gamma, beta), instance_norm(x, gamma, beta)};
    if (shape.back() == 4) results.push_back(layer_norm(x, {4}, gamma, beta));
    for (const Tensor& y : results) {
      CHECK(y.shape() == shape);
      y.backward(zeros(shape));
    }
    CHECK(x.grad().shape() == shape);
    CHECK(distance(gamma.grad(), zeros({4})) == 0);
    CHECK(distance(beta.grad(), zeros({4})) == 0);
  }
}

TEST_CASE("batch_norm: evaluation uses the running statistics as constants") {
  Tensor x({2, 1}, {1, 5});
  x.requires_grad_();
  const RunningStatistics running = {Tensor({1}, {3}), Tensor({1}, {4})};
  const Tensor y = batch_norm(x, running, {}, {}, false, 0.1, 0);
  CHECK(y.to_vector() == std::vector<Scalar>{-1, 1});
  y.backward(ones({2, 1}));
  CHECK(x.grad().to_vector() == std::vector<Scalar>{0.5, 0.5});
  CHECK(running.mean.item() == 3);
}

TEST_CASE("batch_norm of two samples at one position gives a bare sign") {
  const Tensor y = batch_norm(Tensor({2, 2}, {1, 7, 4, -2}), {}, {}, {}, true, 0.1, 0);
  CHECK(y.to_vector() == std::vector<Scalar>{-1, 1, 1, -1});
}

TEST_CASE("what does not fit is refused in words") {
  CHECK(
      error_of([] {
        group_norm(zeros({8, 30, 28, 28}), 4);
      }) ==
      "group_norm: expected number of channels to be divisible by num_groups, got input (8, 30, 28, 28) and "
      "num_groups 4");
  CHECK(contains(error_of([] { group_norm(zeros({8}), 2); }), "expected input (N, C, *spatial), got (8)"));
  CHECK(contains(error_of([] { group_norm(zeros({8, 4}), 0); }), "num_groups of at least 1"));
  CHECK(contains(error_of([] {
                   group_norm(zeros({2, 4, 0}), 2);
                 }),
                 "nothing to normalize over in input (2, 4, 0)"));
  CHECK(contains(error_of([] { group_norm(zeros({2, 4}), 2, ones({2}), ones({4})); }), "shape (4), got (2)"));
  CHECK(contains(error_of([] {
                   layer_norm(zeros({2, 4}), {5});
                 }),
                 "expected an input that ends in (5), got (2, 4)"));
  CHECK(contains(error_of([] {
                   batch_norm(zeros({1, 3}));
                 }),
                 "expected more than 1 value per channel when training, got input (1, 3)"));
  CHECK(contains(error_of([] { batch_norm(zeros({0, 3})); }), "more than 1 value per channel"));
  CHECK(contains(error_of([] { batch_norm(zeros({2, 3}), {zeros({2}), zeros({2})}); }), "shape (3)"));
  CHECK(group_norm(zeros({0, 4, 2}), 2).shape() == Shape{0, 4, 2});
  CHECK(batch_norm(ones({1, 3, 2})).to_vector() == std::vector<Scalar>(6, 0));
}

TEST_CASE("a recorded backward pass is as exact as the fused one") {
  Random random(19);
  for (const auto& [mean, sigma] :
       {std::pair(0.0, 1.0), {100.0, 0.01}, {1e4, 1.0}, {0.0, 1e30}, {5e30, 1e30}}) {
    const Inputs in = make_inputs({2, 4, 6, 6}, mean, sigma, random);
    const Expected e = by_the_book(in.x, 2, in.gamma, in.beta, in.dy);
    GradOptions create;
    create.create_graph = true;
    const Tensors d =
        grad({group_norm(in.x, 2, in.gamma, in.beta)}, {in.x, in.gamma, in.beta}, {in.dy}, create);
    INFO(mean << " +- " << sigma);
    CHECK(d[0].requires_grad());
    CHECK(error(d[0], e.dx, e.dx_scale) < 1e-3);
    CHECK(error(d[1], e.dgamma) < 1e-3);
    CHECK(error(d[2], e.dbeta) < 1e-3);
  }
}

TEST_CASE("eps: 0 leaves a constant group at beta, a negative one is refused") {
  Tensor x = full({1, 2, 3}, 7).requires_grad_();
  const Tensor y = group_norm(x, 1, {}, Tensor({2}, {1, 2}), 0);
  CHECK(y.to_vector() == std::vector<Scalar>{1, 1, 1, 2, 2, 2});
  y.backward(ones({1, 2, 3}));
  CHECK(x.grad().to_vector() == std::vector<Scalar>(6, 0));
  CHECK(contains(error_of([&] { group_norm(x, 1, {}, {}, -1); }), "eps of at least 0, got -1"));
}

TEST_CASE("running statistics that would overflow stay as they were") {
  if (std::is_same_v<Scalar, double>) return;
  const RunningStatistics running = {zeros({1}), ones({1})};
  CHECK_THROWS_AS(batch_norm(Tensor({2, 1}, {-1e30F, 1e30F}), running), Error);
  CHECK(running.mean.item() == 0);
  CHECK(running.var.item() == 1);
  CHECK(contains(error_of([] {
                   batch_norm(zeros({1, 3}), {}, {}, {}, false);
                 }),
                 "there are no running statistics"));
}

// Batch norm of a matrix has kernels of its own; layer norm of the transpose is the same numbers by others.
TEST_CASE("batch_norm of (N, C) agrees with layer_norm of (C, N), in hard columns, too") {
  const std::size_t N = 33, C = 300;
  Random random(12);
  Tensor x = randn({N, C}, random);
  for (std::size_t n = 0; n < N; ++n) {
    Scalar* row = x.mutable_data() + n * C;
    row[3] = row[3] * Scalar(0.01) + 100;
    row[5] = 7;
    row[200] *= Scalar(1e30);
    row[299] += 10000;
  }
  x.mutable_data()[1] = 1e6;  // the element that deviations are taken from lies far out
  x.mutable_data()[7 * C + 9] = std::numeric_limits<Scalar>::quiet_NaN();
  const Tensor dy = randn({N, C}, random);
  Tensor gamma = (rand({C}, random) + 0.5).requires_grad_(), beta = randn({C}, random).requires_grad_();
  const auto transposed = [](const Tensor& t) { return permute(t, {1, 0}); };

  x.requires_grad_();
  NormStatistics batch, layer;
  const Tensor y = batch_norm(x, {}, gamma, beta, true, 0.1, 1e-5, &batch);
  y.backward(dy);
  Tensor rows = transposed(x.detach()).requires_grad_();
  const Tensor hats = layer_norm(rows, {N}, {}, {}, 1e-5, &layer);
  const Tensor expected = hats * reshape(gamma.detach(), {C, 1}) + reshape(beta.detach(), {C, 1});
  expected.backward(transposed(dy));

  const auto check_close = [](const Tensor& got, const Tensor& wanted) {
    const std::vector<Scalar> a = got.to_vector(), b = wanted.to_vector();
    std::size_t apart = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      const bool both_nan = std::isnan(a[i]) && std::isnan(b[i]);
      if (!both_nan && !(std::abs(a[i] - b[i]) <= 2e-5 * (1 + std::abs(b[i])))) ++apart;
    }
    CHECK(apart == 0);
  };
  check_close(y.detach(), transposed(expected.detach()));
  check_close(x.grad(), transposed(rows.grad()));
  check_close(batch.mean / 1e30, layer.mean / 1e30);
  check_close(rsqrt(batch.var + 1e-5), rsqrt(layer.var + 1e-5));
  const Tensor products = sum(transposed(dy) * hats.detach(), {1});
  check_close(gamma.grad(), products);
  check_close(beta.grad(), sum(dy, {0}));
  for (std::size_t n = 0; n < N; ++n) CHECK(y.at({n, 5}) == beta.at({5}));
}

// The gradient of a norm's input may take the place of its output's: not where somebody asked for that one.
TEST_CASE("a norm's backward pass leaves gradients alone that are kept") {
  Random random(31);
  const Tensor values = randn({2, 4, 5, 5}, random), weights = randn({2, 4, 5, 5}, random);
  for (bool relu : {false, true}) {
    const auto loss_of = [&](const Tensor& y) { return sum(y * y * weights); };
    Tensor x = values.clone().requires_grad_();
    const Tensor y = group_norm(x, 2, {}, {}, 1e-5, nullptr, relu);
    const std::vector<Scalar> expected = (2 * y.detach() * weights).to_vector();
    const Tensors asked = grad({loss_of(y)}, {y, x}, {}, {false, true});
    CHECK(asked[0].to_vector() == expected);

    Tensor kept = group_norm(x, 2, {}, {}, 1e-5, nullptr, relu), seen;
    kept.retain_grad();
    loss_of(kept).backward();
    CHECK(kept.grad().to_vector() == expected);
    CHECK(x.grad().to_vector() == asked[1].to_vector());

    x.zero_grad();
    Tensor hooked = group_norm(x, 2, {}, {}, 1e-5, nullptr, relu);
    hooked.register_hook([&](const Tensor& g) { return seen = g, Tensor(); });
    const Tensor dy = loss_of(hooked);
    dy.backward();
    CHECK(seen.to_vector() == expected);
    CHECK(x.grad().to_vector() == asked[1].to_vector());

    x.zero_grad();
    const Tensor cotangent(values.shape(), expected);  // the caller's own
    group_norm(x, 2, {}, {}, 1e-5, nullptr, relu).backward(cotangent);
    CHECK(cotangent.to_vector() == expected);
    CHECK(x.grad().to_vector() == asked[1].to_vector());
  }
}

TEST_CASE("batch_norm of (N, C): the gradient is right far from 1, too") {
  Random random(44);
  const Tensor values = randn({64, 3}, random), dy = randn({64, 3}, random);
  const auto gradient = [&](double scale) {
    Tensor x = (values * scale).clone().requires_grad_();
    batch_norm(x, {}, {}, {}, true, 0.1, 0).backward(dy);
    return (x.grad() * scale).to_vector();
  };
  const std::vector<Scalar> expected = gradient(1);
  for (double scale : {1e15, 1e22, 1e30, 1e-15}) {
    const std::vector<Scalar> got = gradient(scale);
    double worst = 0;
    for (std::size_t i = 0; i < got.size(); ++i)
      worst = std::max(worst, static_cast<double>(std::abs(got[i] - expected[i])));
    INFO(scale);
    CHECK(worst < 1e-4);
  }
}

}  // namespace
