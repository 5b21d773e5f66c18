#include "demos/lab/measure/sharpness.hpp"

#include <algorithm>
#include <cmath>

#include "core/autograd.hpp"
#include "demos/lab/measure/evaluation.hpp"
#include "demos/lab/measure/vectors.hpp"

namespace gg::lab {
namespace {

// v -> H v from a gradient that was recorded once.
class Hessian {
 public:
  Hessian(const Tensors& gradient, const Tensors& parameters) : parameters_(parameters) {
    for (std::size_t i = 0; i < gradient.size(); ++i) {
      if (!gradient[i].requires_grad()) continue;  // constant: no curvature
      recorded_.push_back(gradient[i]);
      at_.push_back(i);
    }
  }

  Tensors times(const Tensors& v) const {
    Tensors cotangents, product(parameters_.size());
    for (std::size_t i : at_) cotangents.push_back(v[i]);
    GradOptions options;
    options.retain_graph = true;
    options.allow_unused = true;
    if (!recorded_.empty()) product = grad(recorded_, parameters_, cotangents, options);
    for (std::size_t i = 0; i < product.size(); ++i) {
      if (!product[i].defined()) product[i] = zeros(parameters_[i].shape());
    }
    return product;
  }

 private:
  Tensors parameters_, recorded_;
  std::vector<std::size_t> at_;  // places of the recorded ones among the parameters
};

// a x + b y
Tensors combined(double a, const Tensors& x, double b, const Tensors& y) {
  Tensors out;
  for (std::size_t i = 0; i < x.size(); ++i) {
    Tensor sum = empty(x[i].shape());
    Scalar* to = sum.mutable_data();
    for (std::size_t j = 0; j < sum.numel(); ++j)
      to[j] = static_cast<Scalar>(a * static_cast<double>(x[i].data()[j]) +
                                  b * static_cast<double>(y[i].data()[j]));
    out.push_back(sum);
  }
  return out;
}

Tensors scaled(double a, const Tensors& x) { return combined(a, x, 0, x); }

Tensors random_direction(const Tensors& parameters, std::uint64_t seed) {
  Random random(seed);
  Tensors v;
  for (const Tensor& parameter : parameters) v.push_back(randn(parameter.shape(), random));
  return scaled(1 / norm(v), v);
}

// Power iteration on H + shift from v on, until it settles or `last` products are used up.
struct Iteration {
  const Hessian& hessian;
  const PowerIteration& options;
  Tensors v;
  Sharpness found = {}, highest = {};  // last, and of the largest value: each is a lower bound
  double longest = 0;                  // largest ||H v|| seen: the magnitude of the eigenvalues

  void run(double shift, std::size_t last) {
    found.converged = false;
    while (found.iterations < last && !found.converged) {
      const Tensors product = hessian.times(v);
      ++found.iterations;
      const double length = norm(product);
      GG_CHECK(std::isfinite(length), "sharpness: a Hessian-vector product is not finite");
      longest = std::max(longest, length);
      found.value = dot(v, product);
      const double off = norm(combined(1, product, -found.value, v));
      found.residual = off == 0 ? 0 : off / std::abs(found.value);
      found.converged = found.residual <= options.tolerance;
      if (found.iterations == 1 || found.value > highest.value) highest = found;
      if (found.converged) return;
      const Tensors next = combined(1, product, shift, v);
      const double size = norm(next);
      if (size == 0) return;
      v = scaled(1 / size, next);
    }
  }
};

}  // namespace

Sharpness sharpness(const Objective& objective, const PowerIteration& options) {
  GG_CHECK(options.tolerance > 0 && options.tolerance < 1,
           "sharpness: expected a tolerance between 0 and 1, got ", options.tolerance);
  GG_CHECK(options.max_iterations >= 2, "sharpness: expected at least 2 iterations, got ",
           options.max_iterations);
  ObjectiveProbe probe("sharpness", objective);
  const auto [loss, gradient] = probe.slope(true);
  GG_CHECK(std::isfinite(loss) && std::isfinite(norm(gradient)),
           "sharpness: expected a finite loss and gradient, got loss ", loss, " and gradient norm ",
           norm(gradient));
  const Hessian hessian(gradient, objective.parameters);
  Iteration iteration{hessian, options, random_direction(objective.parameters, options.seed)};
  iteration.run(0, options.max_iterations / 2);
  if (iteration.found.converged && iteration.found.value >= 0) return iteration.found;
  // On from where it stands; a direction of negative curvature has lost its part in all others.
  if (iteration.found.value < 0) iteration.v = random_direction(objective.parameters, options.seed + 1);
  iteration.run(iteration.longest, options.max_iterations);
  if (iteration.found.converged) return iteration.found;
  iteration.highest.iterations = iteration.found.iterations;
  return iteration.highest;
}

double sharpness_threshold(double lr, double momentum) {
  GG_CHECK(std::isfinite(lr) && lr > 0, "sharpness_threshold: expected a learning rate above 0, got ", lr);
  GG_CHECK(momentum >= 0 && momentum < 1, "sharpness_threshold: expected a momentum in [0, 1), got ",
           momentum);
  return 2 * (1 + momentum) / lr;
}

}  // namespace gg::lab
