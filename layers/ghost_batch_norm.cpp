#include "layers/ghost_batch_norm.hpp"

namespace gg {
inline namespace GG_SCALAR {

GhostBatchNorm::GhostBatchNorm(std::size_t batch_size, std::size_t num_features,
                               const BatchNormOptions& options)
    : Cloneable(batch_size, 1, num_features, options), batch_size_(batch_size), num_features_(num_features) {
  GG_CHECK(batch_size >= 1, "GhostBatchNorm: expected a batch_size of at least 1, got 0");
}

std::string GhostBatchNorm::describe() const {
  return "GhostBatchNorm(" + text(batch_size_) + ", " + text(num_features_) + options_text() + ")";
}

}  // namespace GG_SCALAR
}  // namespace gg
