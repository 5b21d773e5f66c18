// Checks gradients against central differences, for any function of tensors and at first and second order.
//
// For a random cotangent u, the analytic gradient of <u, f(x)> is compared, element by element, with
//
//   (<u, f(x + eps e_i)> - <u, f(x - eps e_i)>) / (2 eps)
//
// where e_i is 1 at element i and 0 elsewhere. A fixed cotangent such as ones would be blind to
// much: the gradient of sum(normalize(x)) is zero whatever the backward pass does.
#pragma once

#include <functional>
#include <string>

#include "core/tensor.hpp"

namespace gg {
inline namespace GG_SCALAR {

// The step, and what counts as equal; the defaults are for double precision.
struct GradcheckOptions {
  double eps = 1e-6;       // step of the differences
  double atol = 1e-5;      // passes where |received - expected| <= atol + rtol |expected|
  double rtol = 1e-3;      // as above
  std::uint64_t seed = 0;  // of the cotangents
};

// What a check found. Converts to bool, so that `if (gradcheck(...))` works.
struct GradcheckResult {
  bool ok = true;            // every element of every gradient passed
  std::string message;       // on failure: function, inputs, index, received and expected
  double gradient_norm = 0;  // of the analytic gradients; near zero, the check proves nothing
  double worst_error = 0;    // largest |received - expected|

  explicit operator bool() const { return ok; }  // passed
};

// The function to check: any number of tensors to any number of tensors.
using TensorFunction = std::function<Tensors(const Tensors&)>;

// Perturbs those inputs that require a gradient, in place, and puts their values back. f must give the same
// result for the same inputs (no random numbers, no running statistics). Throws in the float32 build, where
// differences say too little: link groupgrad64.
GradcheckResult gradcheck(const std::string& name, const TensorFunction& f, const Tensors& inputs,
                          const GradcheckOptions& options = {});

// The same for the gradient itself, as a function of the inputs and of the cotangents. It takes the gradient
// for what it is, right or wrong: use both.
GradcheckResult gradgradcheck(const std::string& name, const TensorFunction& f, const Tensors& inputs,
                              const GradcheckOptions& options = {});

}  // namespace GG_SCALAR
}  // namespace gg
