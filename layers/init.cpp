#include "layers/init.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gg {
inline namespace GG_SCALAR {
namespace init {
namespace {

// Fills a weight with what draw() gives.
template <class Draw>
void fill(Tensor& weight, Draw draw) {
  std::generate_n(weight.mutable_data(), weight.numel(), [&] { return static_cast<Scalar>(draw()); });
}

double kaiming_std(const Tensor& weight, double a, FanMode mode, Nonlinearity nonlinearity) {
  const Fan fan = fan_of(weight);
  return calculate_gain(nonlinearity, a) / std::sqrt(mode == FanMode::fan_in ? fan.in : fan.out);
}

double xavier_std(const Tensor& weight, double gain) {
  const Fan fan = fan_of(weight);
  return gain * std::sqrt(2 / (fan.in + fan.out));
}

void uniform_of_std(Tensor& weight, double std, Random& random) {
  uniform_(weight, -std::sqrt(3.0) * std, std::sqrt(3.0) * std, random);
}

// Of the standard normal distribution.
double share_below(double z) { return std::erfc(-z / std::sqrt(2.0)) / 2; }

}  // namespace

double calculate_gain(Nonlinearity nonlinearity, double a) {
  switch (nonlinearity) {
    case Nonlinearity::tanh:
      return 5.0 / 3;
    case Nonlinearity::relu:
      return std::sqrt(2.0);
    case Nonlinearity::leaky_relu:
      return std::sqrt(2 / (1 + a * a));
    case Nonlinearity::selu:
      return 0.75;
    case Nonlinearity::linear:
    case Nonlinearity::sigmoid:
      break;
  }
  return 1;
}

Fan fan_of(const Tensor& weight) {
  GG_CHECK(weight.dim() >= 2, "init: fan-in and fan-out need a weight (out, in, *kernel), got ",
           weight.shape());
  const double out = static_cast<double>(weight.size(0)), in = static_cast<double>(weight.size(1));
  const double kernel = static_cast<double>(weight.numel()) / std::max(out * in, 1.0);
  return {in * kernel, out * kernel};
}

void zeros_(Tensor weight) { weight.fill_(0); }
void ones_(Tensor weight) { weight.fill_(1); }
void constant_(Tensor weight, double value) { weight.fill_(value); }

void eye_(Tensor weight) {
  GG_CHECK(weight.dim() == 2, "eye_: expected a matrix, got ", weight.shape());
  weight.fill_(0);
  const std::size_t rows = weight.size(0), columns = weight.size(1);
  for (std::size_t i = 0; i < std::min(rows, columns); ++i) weight.mutable_data()[i * columns + i] = 1;
}

void uniform_(Tensor weight, double low, double high, Random& random) {
  fill(weight, [&] { return random.uniform(low, high); });
}

void normal_(Tensor weight, double mean, double std, Random& random) {
  fill(weight, [&] { return mean + std * random.normal(); });
}

void trunc_normal_(Tensor weight, double mean, double std, double low, double high, Random& random) {
  GG_CHECK(
      std > 0 && low < high && share_below((high - mean) / std) - share_below((low - mean) / std) >= 1e-3,
      "trunc_normal_: expected an interval that holds at least a thousandth of the distribution, got mean ",
      mean, ", std ", std, " and [", low, ", ", high, "]");
  fill(weight, [&] {
    double value = low - 1;
    while (value < low || value > high) value = mean + std * random.normal();
    return value;
  });
}

void kaiming_normal_(Tensor weight, double a, FanMode mode, Nonlinearity nonlinearity, Random& random) {
  normal_(weight, 0, kaiming_std(weight, a, mode, nonlinearity), random);
}

void kaiming_uniform_(Tensor weight, double a, FanMode mode, Nonlinearity nonlinearity, Random& random) {
  uniform_of_std(weight, kaiming_std(weight, a, mode, nonlinearity), random);
}

void xavier_normal_(Tensor weight, double gain, Random& random) {
  normal_(weight, 0, xavier_std(weight, gain), random);
}

void xavier_uniform_(Tensor weight, double gain, Random& random) {
  uniform_of_std(weight, xavier_std(weight, gain), random);
}

void orthogonal_(Tensor weight, double gain, Random& random) {
  const Fan fan = fan_of(weight);
  const auto out = weight.size(0), in = static_cast<std::size_t>(fan.in);
  // Gram and Schmidt, twice over, on the shorter side's normal vectors; QR's signs are then those of a
  // uniform draw.
  const std::size_t count = std::min(out, in), length = std::max(out, in);
  std::vector<std::vector<double>> vectors;
  while (vectors.size() < count) {
    std::vector<double> v(length);
    std::generate(v.begin(), v.end(), [&] { return random.normal(); });
    for (int pass = 0; pass < 2; ++pass) {
      for (const auto& u : vectors) {
        const double along = std::inner_product(u.begin(), u.end(), v.begin(), 0.0);
        for (std::size_t i = 0; i < length; ++i) v[i] -= along * u[i];
      }
    }
    const double norm = std::sqrt(std::inner_product(v.begin(), v.end(), v.begin(), 0.0));
    for (double& e : v) e /= norm;
    vectors.push_back(std::move(v));
  }
  Scalar* w = weight.mutable_data();
  for (std::size_t i = 0; i < out; ++i) {
    for (std::size_t j = 0; j < in; ++j)
      w[i * in + j] = static_cast<Scalar>(gain * (out <= in ? vectors[i][j] : vectors[j][i]));
  }
}

}  // namespace init
}  // namespace GG_SCALAR
}  // namespace gg
