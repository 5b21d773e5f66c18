#include "demos/lab/measure/along_gradient.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "demos/lab/measure/evaluation.hpp"
#include "demos/lab/measure/vectors.hpp"

namespace gg::lab {
namespace {

double finite_or_infinity(double value) {
  return std::isfinite(value) ? value : std::numeric_limits<double>::infinity();
}

Extent extent_of(const char* measure, const std::vector<double>& values) {
  GG_CHECK(!values.empty(), measure, ": expected a walk of at least one step, got none");
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return {*low, *high};
}

}  // namespace

GradientWalk walk_along_gradient(const Objective& objective, double lr, const WalkOptions& options) {
  const char* name = "walk_along_gradient";
  GG_CHECK(std::isfinite(lr) && lr > 0, name, ": expected a learning rate above 0, got ", lr);
  GG_CHECK(options.from > 0 && options.from < options.to && std::isfinite(options.to) && options.points >= 2,
           name, ": expected 0 < from < to and at least 2 points, got from ", options.from, ", to ",
           options.to, " and ", options.points, " points");
  ObjectiveProbe probe(name, objective);
  const auto [loss, gradient] = probe.slope();
  GradientWalk walk;
  walk.loss = loss;
  walk.gradient_norm = norm(gradient);
  GG_CHECK(std::isfinite(loss) && std::isfinite(walk.gradient_norm), name,
           ": expected a finite loss and gradient at the parameters, got loss ", loss, " and gradient norm ",
           walk.gradient_norm);
  for (std::size_t i = 0; i < options.points; ++i) {
    const double part = static_cast<double>(i) / static_cast<double>(options.points - 1);
    const double eta = lr * (options.from + part * (options.to - options.from));
    probe.move_to(-eta, gradient);
    const auto there = probe.slope();
    walk.steps.push_back(eta);
    walk.losses.push_back(finite_or_infinity(there.loss));
    walk.gradient_changes.push_back(finite_or_infinity(distance(there.gradient, gradient)));
  }
  return walk;
}

Extent loss_variation(const GradientWalk& walk) { return extent_of("loss_variation", walk.losses); }

Extent gradient_predictiveness(const GradientWalk& walk) {
  return extent_of("gradient_predictiveness", walk.gradient_changes);
}

double effective_beta_smoothness(const GradientWalk& walk) {
  extent_of("effective_beta_smoothness", walk.gradient_changes);
  if (walk.gradient_norm == 0) return 0;
  double largest = 0;
  for (std::size_t i = 0; i < walk.steps.size(); ++i)
    largest = std::max(largest, walk.gradient_changes[i] / (walk.steps[i] * walk.gradient_norm));
  return largest;
}

}  // namespace gg::lab
