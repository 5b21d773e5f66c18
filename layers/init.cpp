#include "layers/init.hpp"

#include <algorithm>
#include <cmath>

namespace gg {
inline namespace GG_SCALAR {
namespace init {

Fan fan_of(const Tensor& weight) {
  GG_CHECK(weight.dim() >= 2, "init: fan-in and fan-out need a weight (out, in, *kernel), got ",
           weight.shape());
  const double out = static_cast<double>(weight.size(0)), in = static_cast<double>(weight.size(1));
  const double kernel = static_cast<double>(weight.numel()) / std::max(out * in, 1.0);
  return {in * kernel, out * kernel};
}

void uniform_(Tensor weight, double low, double high, Random& random) {
  std::generate_n(weight.mutable_data(), weight.numel(),
                  [&] { return static_cast<Scalar>(random.uniform(low, high)); });
}

void normal_(Tensor weight, double mean, double std, Random& random) {
  std::generate_n(weight.mutable_data(), weight.numel(),
                  [&] { return static_cast<Scalar>(mean + std * random.normal()); });
}

void kaiming_normal_(Tensor weight, Random& random) {
  normal_(weight, 0, std::sqrt(2 / fan_of(weight).in), random);
}

void kaiming_uniform_(Tensor weight, double a, Random& random) {
  const double bound = std::sqrt(6 / ((1 + a * a) * fan_of(weight).in));
  uniform_(weight, -bound, bound, random);
}

void xavier_normal_(Tensor weight, double gain, Random& random) {
  const Fan fan = fan_of(weight);
  normal_(weight, 0, gain * std::sqrt(2 / (fan.in + fan.out)), random);
}

void xavier_uniform_(Tensor weight, double gain, Random& random) {
  const Fan fan = fan_of(weight);
  const double bound = gain * std::sqrt(6 / (fan.in + fan.out));
  uniform_(weight, -bound, bound, random);
}

}  // namespace init
}  // namespace GG_SCALAR
}  // namespace gg
