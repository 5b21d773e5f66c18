#include "demos/lab/probe/update_ratios.hpp"

#include <cmath>
#include <limits>

#include "demos/lab/measure/vectors.hpp"

namespace gg::lab {
namespace {

double ratio(double squared_update, double squared_weight) {
  if (squared_weight == 0) return std::numeric_limits<double>::quiet_NaN();
  return std::sqrt(squared_update / squared_weight);
}

}  // namespace

void UpdateRatios::see_gradients(const TrainingStep& step) {
  for (const auto& [name, parameter] : step.net.named_parameters())
    before_[name].assign(parameter.data(), parameter.data() + parameter.numel());
}

void UpdateRatios::see_update(const TrainingStep& step) {
  double updates = 0, weights = 0;
  for (const auto& [name, parameter] : step.net.named_parameters()) {
    const std::vector<Scalar>& before = before_.at(name);
    const double update = squared_distance(parameter.data(), before.data(), before.size()),
                 weight = sum_of_squares(before.data(), before.size());
    record(step, name, "update ratio", {ratio(update, weight)});
    updates += update;
    weights += weight;
  }
  record(step, "", "update ratio", {ratio(updates, weights)});
}

}  // namespace gg::lab
