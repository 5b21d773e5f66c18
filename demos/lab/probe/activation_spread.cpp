#include "demos/lab/probe/activation_spread.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/ops/matmul.hpp"
#include "core/ops/shape.hpp"
#include "demos/lab/probe/sampling.hpp"
#include "demos/lab/train/places.hpp"

namespace gg::lab {
namespace {

constexpr std::size_t kElements = 2048, kRun = 16;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// A row for each sample; of long ones a part.
Tensor rows_of(const Tensor& y) {
  const std::size_t N = y.size(0), length = y.numel() / N;
  if (length <= kElements) return reshape(y, {N, length});
  Tensor A = empty({N, kElements});
  const std::size_t runs = length / kRun, stride = golden_stride(runs);
  for (std::size_t n = 0; n < N; ++n) {
    const Scalar* from = y.data() + n * length;
    Scalar* to = A.mutable_data() + n * kElements;
    for (std::size_t i = 0, run = 0; i < kElements / kRun; ++i, run = (run + stride) % runs)
      std::copy_n(from + run * kRun, kRun, to + i * kRun);
  }
  return A;
}

// Inner products of the samples: a symmetric matrix of N rows.
struct Gram {
  std::size_t N;
  std::vector<double> values;

  explicit Gram(const Tensor& A) : N(A.size(0)) {
    const Tensor product = matmul(A, A, false, true);
    values.assign(product.data(), product.data() + product.numel());
  }
  double at(std::size_t n, std::size_t m) const { return values[n * N + m]; }
  double trace() const {
    double sum = 0;
    for (std::size_t n = 0; n < N; ++n) sum += at(n, n);
    return sum;
  }
};

// Samples that are zero have no direction and are left out.
double mean_cosine(const Gram& gram) {
  std::vector<double> per_length(gram.N);
  double sum = 0, samples = 0;
  for (std::size_t n = 0; n < gram.N; ++n) {
    if (!(gram.at(n, n) > 0)) continue;
    per_length[n] = 1 / std::sqrt(gram.at(n, n));
    samples += 1;
    double with_those_before = 0;
    for (std::size_t m = 0; m < n; ++m) with_those_before += gram.at(n, m) * per_length[m];
    sum += with_those_before * per_length[n];
  }
  const double pairs = samples * (samples - 1) / 2;
  return pairs > 0 ? std::clamp(sum / pairs, 0.0, 1.0) : kNaN;
}

// v <- G v; the new length of v, which had length 1. The rows of a symmetric matrix are its columns: added up
// one after another, no sum waits for its last term.
double multiply(const Gram& gram, std::vector<double>& v) {
  std::vector<double> product(gram.N);
  for (std::size_t m = 0; m < gram.N; ++m) {
    for (std::size_t n = 0; n < gram.N; ++n) product[n] += gram.at(m, n) * v[m];
  }
  v.swap(product);
  return std::sqrt(std::inner_product(v.begin(), v.end(), v.begin(), 0.0));
}

// The outputs of ReLUs are not negative, so neither is the matrix, and its first eigenvector has no sign
// change: a constant start has a part in it.
double largest_eigenvalue(const Gram& gram) {
  std::vector<double> v(gram.N, 1 / std::sqrt(static_cast<double>(gram.N)));
  double eigenvalue = 0;
  for (std::size_t round = 0; round < 100; ++round) {
    const double before = eigenvalue;
    eigenvalue = multiply(gram, v);
    if (!(eigenvalue > 0)) return eigenvalue;
    for (double& value : v) value /= eigenvalue;
    if (std::abs(eigenvalue - before) <= 1e-6 * eigenvalue) break;
  }
  return eigenvalue;
}

double stable_rank(const Gram& gram) {
  const double largest = largest_eigenvalue(gram);
  return largest > 0 ? gram.trace() / largest : kNaN;
}

}  // namespace

void ActivationSpread::prepare(const TrainingStep& step) {
  for (const auto& [name, module] : relu_places(step.net)) {
    look_into(*module, [this, &step, layer = name](const Tensor&, const Tensor& y) {
      const Gram gram(rows_of(y));
      record(step, layer, "mean cosine", {mean_cosine(gram)});
      record(step, layer, "stable rank", {stable_rank(gram)});
    });
  }
}

}  // namespace gg::lab
