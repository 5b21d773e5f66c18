// Parameters of a model sorted by what they are, as optimizers want them in groups:
//
//   const auto [weights, others] = split_parameters(net, is_weight);
//   SGD sgd({{weights, 1e-4}, {others, 0.0}});  // no weight decay on biases, gamma and beta
#pragma once

#include "layers/module.hpp"

namespace gg {
inline namespace GG_SCALAR {

// Decides about one parameter from the module it belongs to, its name there ("weight") and its values.
using ParameterFilter =
    std::function<bool(const Module& owner, const std::string& name, const Tensor& parameter)>;

bool is_norm_parameter(const Module& owner, const std::string& name,
                       const Tensor& parameter);  // gamma or beta
bool is_bias(const Module& owner, const std::string& name,
             const Tensor& parameter);  // named bias..., not beta
bool is_weight(const Module& owner, const std::string& name, const Tensor& parameter);  // neither

// In the order of named_parameters(); a parameter that two modules share is asked about once, for the first.
struct SplitParameters {
  Tensors chosen, rest;  // together, all of them
};

// Asks `choose` about each parameter of a module and of all below.
SplitParameters split_parameters(Module& module, const ParameterFilter& choose);

}  // namespace GG_SCALAR
}  // namespace gg
