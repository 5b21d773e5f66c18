#include <string>

#include "core/tensor.hpp"

gg::Axes axes_of(const std::string& normalizer) {
  if (normalizer == "batch_norm") return {0, 3, 4};
  if (normalizer == "layer_norm") return {1, 2, 3, 4};
  if (normalizer == "instance_norm") return {3, 4};
  return {2, 3, 4};
}
