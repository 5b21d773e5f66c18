#include "demos/lab/probe/cosines.hpp"

#include <cmath>
#include <limits>

#include "demos/lab/measure/vectors.hpp"
#include "demos/lab/probe/places.hpp"

namespace gg::lab {
namespace {

// With unit vectors u_n and their sum s: sum over n != m of <u_n, u_m> is <s, s> - N.
double mean_cosine(const Tensor& y) {
  const std::size_t N = y.size(0), length = y.numel() / N;
  std::vector<double> sum(length);
  double samples = 0;
  for (std::size_t n = 0; n < N; ++n) {
    const Scalar* row = y.data() + n * length;
    const double squares = sum_of_squares(row, length);
    if (!(squares > 0)) continue;
    const double scale = 1 / std::sqrt(squares);
    for (std::size_t i = 0; i < length; ++i) sum[i] += scale * static_cast<double>(row[i]);
    samples += 1;
  }
  if (samples < 2) return std::numeric_limits<double>::quiet_NaN();
  double squares = 0;
#pragma omp simd reduction(+ : squares)
  for (std::size_t i = 0; i < length; ++i) squares += sum[i] * sum[i];
  return (squares - samples) / (samples * (samples - 1));
}

}  // namespace

void Cosines::prepare(const TrainingStep& step) {
  for (const auto& [name, module] : relu_places(step.net)) {
    look_into(*module, [this, &step, layer = name](const Tensor&, const Tensor& y) {
      record(step, layer, "mean cosine", {mean_cosine(y)});
    });
  }
}

}  // namespace gg::lab
