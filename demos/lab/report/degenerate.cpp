#include "demos/lab/report/degenerate.hpp"

#include <algorithm>

#include "core/check.hpp"
#include "demos/lab/report/stability.hpp"
#include "demos/lab/text.hpp"

namespace gg::lab {
namespace {

std::size_t last_channels(const ModelEntry& entry) {
  return entry.has_head() ? entry.convolutions.back().channels : entry.hidden.back();
}

bool has_groups_of_one(const std::string& norm, std::size_t channels) {
  return norm == "in" || norm == "gn:c1" || norm == "gn:" + text(channels);
}

}  // namespace

std::string degeneracy_text(const ModelOptions& model, const std::vector<std::string>& norms,
                            const std::vector<std::size_t>& batches) {
  if (last_positions(model) > 1) return "";
  const std::size_t channels = last_channels(model_entry(model.model));
  const auto has_batch = [&](std::size_t n) {
    return std::find(batches.begin(), batches.end(), n) != batches.end();
  };
  std::vector<std::string> constant;
  for (const auto& norm : norms) {
    if (has_groups_of_one(norm, channels)) constant.push_back(name_of_norm(norm));
  }
  std::string out;
  if (!constant.empty()) {
    out += " " + list_text(constant) + (constant.size() == 1 ? " normalizes" : " normalize") +
           " a single value there and can give nothing but beta, whatever the image.";
  }
  const bool has_bn = std::find(norms.begin(), norms.end(), "bn") != norms.end();
  if (has_bn && has_batch(2))
    out +=
        " BN at batch 2 normalizes two values there and can give nothing but +1 and -1 (before gamma and "
        "beta).";
  if (has_bn && has_batch(1)) out += " BN at batch 1 cannot be trained there.";
  return out.empty() ? "" : "The last normalizer of this net sees one position a channel." + out;
}

}  // namespace gg::lab
