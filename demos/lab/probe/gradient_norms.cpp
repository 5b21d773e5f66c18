#include "demos/lab/probe/gradient_norms.hpp"

#include <cmath>

#include "demos/lab/measure/vectors.hpp"

namespace gg::lab {

void GradientNorms::see_gradients(const TrainingStep& step) {
  double total = 0, of_layer = 0;
  std::string layer;
  const auto end_layer = [&] {
    if (!layer.empty()) record(step, layer, "gradient norm", {std::sqrt(of_layer)});
    of_layer = 0;
  };
  for (const auto& [name, parameter] : step.net.named_parameters()) {
    const Tensor gradient = parameter.grad();
    if (!gradient.defined()) continue;
    const double squares = sum_of_squares(gradient.data(), gradient.numel());
    const auto dot = name.rfind('.');
    const std::string owner = dot == std::string::npos ? "" : name.substr(0, dot);
    if (owner != layer) {
      end_layer();
      layer = owner;
    }
    record(step, name, "gradient norm", {std::sqrt(squares)});
    of_layer += squares;
    total += squares;
  }
  end_layer();
  record(step, "", "gradient norm", {std::sqrt(total)});
}

std::vector<double> whole_gradient_norms(const GradientNorms& probe) {
  std::vector<double> norms;
  for (const std::vector<double>& values : series(probe, "", "gradient norm").values)
    norms.push_back(values.at(0));
  return norms;
}

}  // namespace gg::lab
