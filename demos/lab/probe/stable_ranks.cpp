#include "demos/lab/probe/stable_ranks.hpp"

#include <cmath>
#include <limits>

#include "core/ops/matmul.hpp"
#include "core/ops/shape.hpp"
#include "demos/lab/measure/vectors.hpp"
#include "demos/lab/probe/places.hpp"

namespace gg::lab {
namespace {

// y = M x for a symmetric M of n rows.
void multiply(const Tensor& M, const std::vector<Scalar>& x, std::vector<Scalar>& y) {
  for (std::size_t i = 0; i < x.size(); ++i)
    y[i] = static_cast<Scalar>(dot(M.data() + i * x.size(), x.data(), x.size()));
}

// Of a symmetric matrix that has no negative one. The start has no structure that an eigenvector could be
// at right angles to.
double largest_eigenvalue(const Tensor& M) {
  Random random(1);
  std::vector<Scalar> v(M.size(0)), product(v.size());
  for (Scalar& value : v) value = static_cast<Scalar>(1 + 0.1 * random.normal());
  double eigenvalue = 0;
  for (std::size_t round = 0; round < 200; ++round) {
    const double length = std::sqrt(sum_of_squares(v.data(), v.size()));
    if (!(length > 0)) return 0;
    for (Scalar& value : v) value = static_cast<Scalar>(static_cast<double>(value) / length);
    multiply(M, v, product);
    const double before = eigenvalue;
    eigenvalue = dot(v.data(), product.data(), v.size());
    v.swap(product);
    if (std::abs(eigenvalue - before) <= 1e-9 * eigenvalue) break;
  }
  return eigenvalue;
}

double stable_rank(const Tensor& y) {
  const std::size_t N = y.size(0), length = y.numel() / N;
  const Tensor A = reshape(y, {N, length});
  const Tensor gram = N <= length ? matmul(A, A, false, true) : matmul(A, A, true, false);
  const double largest = largest_eigenvalue(gram);
  if (!(largest > 0)) return std::numeric_limits<double>::quiet_NaN();
  return sum_of_squares(y.data(), y.numel()) / largest;
}

}  // namespace

void StableRanks::prepare(const TrainingStep& step) {
  for (const auto& [name, module] : relu_places(step.net)) {
    look_into(*module, [this, &step, layer = name](const Tensor&, const Tensor& y) {
      record(step, layer, "stable rank", {stable_rank(y)});
    });
  }
}

}  // namespace gg::lab
