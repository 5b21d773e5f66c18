#include "layers/gru.hpp"

#include <cmath>

#include "core/autograd.hpp"
#include "core/ops.hpp"
#include "layers/init.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

namespace {

using namespace gg;

double sigma(double v) { return 1 / (1 + std::exp(-v)); }

TEST_CASE("GRU by hand, one unit and one input") {
  GRU gru(1, 1);
  gru.weight_ih.copy_(Tensor({3, 1}, {0.5, -1, 2}));
  gru.weight_hh.copy_(Tensor({3, 1}, {1.5, 0.7, -0.3}));
  gru.bias_ih.copy_(Tensor({3}, {0.1, 0.2, 0.3}));
  gru.bias_hh.copy_(Tensor({3}, {-0.1, 0.4, 0.6}));
  const Tensor y = gru(Tensor({1, 3, 1}, {1, -2, 0.5}));
  double h = 0;
  const std::vector<double> xs = {1, -2, 0.5};
  for (std::size_t t = 0; t < 3; ++t) {
    const double r = sigma(0.5 * xs[t] + 0.1 + 1.5 * h - 0.1), z = sigma(-xs[t] + 0.2 + 0.7 * h + 0.4);
    const double n = std::tanh(2 * xs[t] + 0.3 + r * (-0.3 * h + 0.6));
    h = (1 - z) * n + z * h;
    CHECK(y.at({0, t, 0}) == Approx(h).epsilon(1e-5));
  }
}

TEST_CASE("a normalized GRU treats each sample alone") {
  manual_seed(3);
  GRU gru(3, 4, "gn:3");
  const Tensor x = randn({5, 6, 3}), whole = gru(x), alone = gru(slice(x, 0, 2, 3));
  for (std::size_t i = 0; i < alone.numel(); ++i)
    CHECK(alone.data()[i] == Approx(whole.data()[2 * 24 + i]).epsilon(1e-5));
  CHECK(contains(error_of([&] { gru(zeros({2, 3})); }), "GRU(3, 4, norm=gn:3): expected input (N, L, 3)"));
  CHECK_THROWS_AS(GRU(3, 4, "gn:5"), Error);
}

}  // namespace
