// Where a normalizer cannot work because it sees too few values.
#pragma once

#include <string>
#include <vector>

#include "demos/lab/train/models.hpp"

namespace gg::lab {

// The normalizers that, where the last one of the net sees one position a channel, can give only one value
// (instance norm), or two (batch norm on two images: a sign), or cannot be trained at all (batch norm on
// one), and at which batches. Found by trying a fresh one on numbers that lie far apart, so that it holds for
// every text of make_norm. Empty if the net has more positions there, or if there are none such. `model.norm`
// is not looked at.
std::string degeneracy_text(const ModelOptions& model, const std::vector<std::string>& norms,
                            const std::vector<std::size_t>& batches);

}  // namespace gg::lab
