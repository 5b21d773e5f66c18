#include "demos/lab/measure/vectors.hpp"

#include <cmath>

namespace gg::lab {
namespace {

template <class F>
double sum_over(const Tensors& x, const Tensors& y, F&& f) {
  GG_CHECK(x.size() == y.size(), "vectors: expected as many tensors on both sides, got ", x.size(), " and ",
           y.size());
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    GG_CHECK(x[i].shape() == y[i].shape(), "vectors: tensor ", i, " is ", x[i].shape(), " on one side, ",
             y[i].shape(), " on the other");
    sum += f(x[i].data(), y[i].data(), x[i].numel());
  }
  return sum;
}

}  // namespace

double dot(const Scalar* x, const Scalar* y, std::size_t n) {
  double sum = 0;
#pragma omp simd reduction(+ : sum) simdlen(16)
  for (std::size_t i = 0; i < n; ++i) sum += static_cast<double>(x[i]) * static_cast<double>(y[i]);
  return sum;
}

double sum_of_squares(const Scalar* x, std::size_t n) { return dot(x, x, n); }

double squared_distance(const Scalar* x, const Scalar* y, std::size_t n) {
  double sum = 0;
#pragma omp simd reduction(+ : sum) simdlen(16)
  for (std::size_t i = 0; i < n; ++i) {
    const double difference = static_cast<double>(x[i]) - static_cast<double>(y[i]);
    sum += difference * difference;
  }
  return sum;
}

MeanAndSd mean_and_sd(const Scalar* x, std::size_t n) {
  double sum = 0, squares = 0;
#pragma omp simd reduction(+ : sum) simdlen(16)
  for (std::size_t i = 0; i < n; ++i) sum += static_cast<double>(x[i]);
  const double mean = sum / static_cast<double>(n);
#pragma omp simd reduction(+ : squares) simdlen(16)
  for (std::size_t i = 0; i < n; ++i) {
    const double centered = static_cast<double>(x[i]) - mean;
    squares += centered * centered;
  }
  return {mean, std::sqrt(squares / static_cast<double>(n))};
}

double dot(const Tensors& x, const Tensors& y) {
  return sum_over(x, y, [](const Scalar* a, const Scalar* b, std::size_t n) { return dot(a, b, n); });
}

double norm(const Tensors& x) { return std::sqrt(dot(x, x)); }

double distance(const Tensors& x, const Tensors& y) {
  return std::sqrt(sum_over(
      x, y, [](const Scalar* a, const Scalar* b, std::size_t n) { return squared_distance(a, b, n); }));
}

}  // namespace gg::lab
