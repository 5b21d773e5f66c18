#include "notebooks/exercises/check/sets.hpp"

#include <cmath>

namespace gg::check {

std::size_t positions(const Tensor& x) { return x.numel() / (x.size(0) * x.size(1)); }

Place place(const Tensor& x, std::size_t element) {
  const std::size_t spatial = positions(x);
  return {element / (spatial * x.size(1)), element / spatial % x.size(1), element % spatial};
}

Sets one_set() {
  return {1, [](const Place&) { return std::size_t{0}; }};
}

Sets channel_sets(const Tensor& x) {
  return {x.size(1), [](const Place& p) { return p.c; }};
}

Sets sample_sets(const Tensor& x) {
  return {x.size(0), [](const Place& p) { return p.n; }};
}

Sets sample_channel_sets(const Tensor& x) { return group_sets(x, x.size(1)); }

Sets group_sets(const Tensor& x, std::size_t groups) {
  const std::size_t per_group = x.size(1) / groups;
  return {x.size(0) * groups, [=](const Place& p) { return p.n * groups + p.c / per_group; }};
}

Sets interleaved_sets(const Tensor& x, std::size_t groups) {
  return {x.size(0) * groups, [=](const Place& p) { return p.n * groups + p.c % groups; }};
}

Sets channel_position_sets(const Tensor& x) {
  const std::size_t spatial = positions(x);
  return {x.size(1) * spatial, [=](const Place& p) { return p.c * spatial + p.s; }};
}

std::vector<double> means(const Tensor& x, const Sets& sets, const std::function<double(std::size_t)>& f) {
  std::vector<double> sum(sets.count), size(sets.count);
  for (std::size_t i = 0; i < x.numel(); ++i) {
    const std::size_t set = sets.of(place(x, i));
    sum[set] += f(i);
    size[set] += 1;
  }
  for (std::size_t set = 0; set < sets.count; ++set) sum[set] /= size[set];
  return sum;
}

Moments moments(const Tensor& x, const Sets& sets) {
  const auto value = [&](std::size_t i) { return static_cast<double>(x.data()[i]); };
  Moments result;
  result.mean = means(x, sets, value);
  result.var = means(
      x, sets, [&](std::size_t i) { return std::pow(value(i) - result.mean[sets.of(place(x, i))], 2); });
  result.size.resize(sets.count);
  for (std::size_t i = 0; i < x.numel(); ++i) result.size[sets.of(place(x, i))] += 1;
  return result;
}

Tensor spread_numbers(const Shape& shape, std::uint64_t seed) {
  Random random(seed);
  Tensor x = randn(shape, random);
  Scalar* p = x.mutable_data();
  for (std::size_t i = 0; i < x.numel(); ++i) p[i] = 2 + 3 * p[i];
  return x;
}

}  // namespace gg::check
