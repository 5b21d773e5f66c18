#include "demos/lab/probe/affine.hpp"

#include "demos/lab/train/places.hpp"

namespace gg::lab {
namespace {

std::string common_name(const std::string& parameter) {
  if (parameter == "weight") return "gamma";
  return parameter == "bias" ? "beta" : parameter;
}

}  // namespace

void Affine::prepare(const TrainingStep& step) {
  for (const auto& [name, module] : norm_places(step.net)) {
    for (const auto& [parameter, tensor] : module->named_parameters(false))
      record(step, name, common_name(parameter), {tensor.data(), tensor.data() + tensor.numel()});
  }
}

}  // namespace gg::lab
