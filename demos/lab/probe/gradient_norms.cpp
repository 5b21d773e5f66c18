#include "demos/lab/probe/gradient_norms.hpp"

#include <cmath>

#include "demos/lab/measure/vectors.hpp"

namespace gg::lab {

void GradientNorms::see_gradients(const TrainingStep& step) {
  double total = 0;
  for (const auto& [name, parameter] : step.net.named_parameters()) {
    const Tensor gradient = parameter.grad();
    if (!gradient.defined()) continue;
    const double squares = sum_of_squares(gradient.data(), gradient.numel());
    record(step, name, "gradient norm", {std::sqrt(squares)});
    total += squares;
  }
  record(step, "", "gradient norm", {std::sqrt(total)});
}

std::vector<double> whole_gradient_norms(const GradientNorms& probe) {
  std::vector<double> norms;
  for (const std::vector<double>& values : series(probe, "", "gradient norm").values)
    norms.push_back(values.at(0));
  return norms;
}

}  // namespace gg::lab
