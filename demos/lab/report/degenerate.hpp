// Where a normalizer cannot work because it sees too few values.
#pragma once

#include <string>
#include <vector>

#include "demos/lab/train/models.hpp"

namespace gg::lab {

// What becomes of instance norm (also as groups of one channel) and of batch norm on one or two images where
// the last normalizer sees one position a channel; empty if the net has more positions there, or if none of
// these is among norms and batches. `model.norm` is not looked at.
std::string degeneracy_text(const ModelOptions& model, const std::vector<std::string>& norms,
                            const std::vector<std::size_t>& batches);

}  // namespace gg::lab
