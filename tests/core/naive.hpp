// What slow, obvious references need: walking every index, and comparing with them.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

#include "core/tensor.hpp"
#include "tests/catch.hpp"

namespace naive {

using gg::Random;
using gg::Scalar;
using gg::Shape;
using gg::Tensor;

constexpr bool kDouble = std::is_same_v<Scalar, double>;
constexpr double kTight = kDouble ? 1e-12 : 2e-5;
constexpr Scalar kInf = std::numeric_limits<Scalar>::infinity();
constexpr Scalar kNaN = std::numeric_limits<Scalar>::quiet_NaN();

// Calls visit(index) for every index of a shape, the last axis fastest.
template <class Visit>
void for_each_index(const Shape& shape, Visit visit) {
  const std::size_t count = gg::numel(shape);
  for (std::size_t flat = 0; flat < count; ++flat) {
    Shape index(shape.size());
    std::size_t rest = flat;
    for (std::size_t i = shape.size(); i-- > 0; rest /= shape[i]) index[i] = rest % shape[i];
    visit(index);
  }
}

// The tensor with f(index) at each index.
template <class F>
Tensor build(const Shape& shape, F f) {
  std::vector<Scalar> values;
  for_each_index(shape, [&](const Shape& index) { values.push_back(static_cast<Scalar>(f(index))); });
  return Tensor(shape, values);
}

inline double at(const Tensor& x, const Shape& index) { return static_cast<double>(x.at(index)); }

// What broadcasting x puts at an index of the larger shape.
inline double broadcast_at(const Tensor& x, const Shape& index) {
  Shape own(index.end() - static_cast<long>(x.dim()), index.end());
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (x.shape()[i] == 1) own[i] = 0;
  }
  return at(x, own);
}

// The largest |a - b| / max(1, |b|); NaN equals NaN, and is infinitely far from a number.
inline double distance(const Tensor& a, const Tensor& b) {
  REQUIRE(a.shape() == b.shape());
  double worst = 0;
  for (std::size_t i = 0; i < a.numel(); ++i) {
    const double u = static_cast<double>(a.data()[i]), v = static_cast<double>(b.data()[i]);
    if (u == v || (std::isnan(u) && std::isnan(v))) continue;
    const double d = std::abs(u - v) / std::max(1.0, std::abs(v));
    worst = std::max(worst, std::isnan(d) ? std::numeric_limits<double>::infinity() : d);
  }
  return worst;
}

// Extents from 1 to 4, now and then 0.
inline Shape random_shape(Random& random, std::size_t max_rank) {
  Shape shape(random.below(max_rank + 1));
  for (std::size_t& extent : shape) extent = random.bernoulli(0.04) ? 0 : 1 + random.below(4);
  return shape;
}

}  // namespace naive
