#include "layers/init.hpp"

#include <cmath>
#include <functional>

#include "core/ops.hpp"
#include "tests/catch.hpp"
#include "tests/errors.hpp"

namespace {

using namespace gg;

TEST_CASE("He's and Glorot's initializers") {
  manual_seed(6);
  const auto moments = [](const Tensor& w) {
    return std::pair(static_cast<double>(mean(w).item()), std::sqrt(static_cast<double>(var(w).item())));
  };
  Tensor w = zeros({64, 32, 3, 3});
  CHECK(init::fan_of(w).in == 288);
  CHECK(init::fan_of(w).out == 576);
  init::kaiming_normal_(w);
  CHECK(moments(w).second == Approx(std::sqrt(2.0 / 288)).epsilon(0.02));
  init::kaiming_normal_(w, 0, init::FanMode::fan_out, init::Nonlinearity::tanh);
  CHECK(moments(w).second == Approx(5.0 / 3 / std::sqrt(576.0)).epsilon(0.02));
  init::kaiming_normal_(w, 2);
  CHECK(moments(w).second == Approx(std::sqrt(2.0 / 5 / 288)).epsilon(0.02));
  init::xavier_normal_(w, 2);
  CHECK(moments(w).second == Approx(2 * std::sqrt(2.0 / 864)).epsilon(0.02));
  for (const auto& [fill, bound] :
       {std::pair<std::function<void()>, double>{[&] { init::kaiming_uniform_(w); }, std::sqrt(6.0 / 288)},
        {[&] { init::xavier_uniform_(w); }, std::sqrt(6.0 / 864)},
        {[&] { init::kaiming_uniform_(w, std::sqrt(5.0)); }, 1 / std::sqrt(288.0)}}) {
    fill();
    const double top = static_cast<double>(max(w).item());
    CHECK(top <= bound);
    CHECK(top > 0.99 * bound);
    CHECK(moments(w).first == Approx(0).margin(0.01 * bound));
  }
  CHECK_THROWS_AS(init::kaiming_normal_(zeros({3})), Error);
}

TEST_CASE("gains are PyTorch's") {
  using init::Nonlinearity;
  CHECK(init::calculate_gain(Nonlinearity::linear) == 1);
  CHECK(init::calculate_gain(Nonlinearity::sigmoid) == 1);
  CHECK(init::calculate_gain(Nonlinearity::tanh) == Approx(1.6666666666666667));
  CHECK(init::calculate_gain(Nonlinearity::relu) == Approx(1.4142135623730951));
  CHECK(init::calculate_gain(Nonlinearity::leaky_relu) == Approx(1.4141428569978354));
  CHECK(init::calculate_gain(Nonlinearity::leaky_relu, 0.5) == Approx(1.2649110640673518));
  CHECK(init::calculate_gain(Nonlinearity::selu) == 0.75);
}

TEST_CASE("constants and the identity") {
  Tensor w = empty({2, 3});
  init::ones_(w);
  CHECK(w.to_vector() == std::vector<Scalar>(6, 1));
  init::constant_(w, 2.5);
  CHECK(w.to_vector() == std::vector<Scalar>(6, Scalar(2.5)));
  init::zeros_(w);
  CHECK(w.to_vector() == std::vector<Scalar>(6, 0));
  init::eye_(w);
  CHECK(w.to_vector() == std::vector<Scalar>{1, 0, 0, 0, 1, 0});
  CHECK(contains(error_of([] { init::eye_(zeros({2})); }), "expected a matrix, got (2)"));
}

TEST_CASE("a truncated normal stays inside and has the right spread") {
  Tensor w = empty({100, 200});
  Random random(3);
  init::trunc_normal_(w, 1, 2, -1, 3, random);  // one standard deviation on each side
  CHECK(min(w).item() >= -1);
  CHECK(max(w).item() <= 3);
  CHECK(mean(w).item() == Approx(1).margin(0.03));
  CHECK(var(w).item() == Approx(4 * 0.2911).epsilon(0.03));  // 1 - 2 phi(1) / (Phi(1) - Phi(-1))
  CHECK(contains(error_of([&] { init::trunc_normal_(w, 0, 1, 8, 9); }), "got mean 0, std 1 and [8, 9]"));
  CHECK_THROWS_AS(init::trunc_normal_(w, 0, 1, 1, 1), Error);
}

TEST_CASE("orthogonal weights have orthogonal rows or columns of one length") {
  for (const Shape& shape : {Shape{3, 5}, Shape{5, 3}, Shape{4, 4}, Shape{4, 2, 3, 1}, Shape{1, 1}}) {
    Tensor w = empty(shape);
    init::orthogonal_(w, 2);
    const Tensor m = reshape(w, {shape[0], w.numel() / shape[0]});
    const bool wide = m.size(0) <= m.size(1);
    const Tensor products = matmul(m, m, !wide, wide);
    for (std::size_t i = 0; i < products.size(0); ++i) {
      for (std::size_t j = 0; j < products.size(1); ++j)
        CHECK(products.at({i, j}) == Approx(i == j ? 4 : 0).margin(1e-5));
    }
  }
  CHECK_THROWS_AS(init::orthogonal_(zeros({3})), Error);
}

}  // namespace
