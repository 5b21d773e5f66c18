// Where probes look and noise enters: the normalizers and the activations of a net, however deep in its tree.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "layers/module.hpp"

namespace gg::lab {

using Places = std::vector<std::pair<std::string, Module*>>;  // by their names in the net

// The normalization layers, and each Identity that stands for one ("none" of make_norm); a Residual's
// identity shortcut is none. What a normalization layer is made of is a part of it and no place of its own.
Places norm_places(Module& net);

// The ReLUs.
Places relu_places(Module& net);

// The ReLUs, and the normalizers that are activations as well.
Places activation_places(Module& net);

}  // namespace gg::lab
