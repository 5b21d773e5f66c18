#include "demos/lab/report/degenerate.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <set>

#include "core/autograd.hpp"
#include "core/check.hpp"
#include "core/random.hpp"
#include "demos/lab/report/stability.hpp"
#include "demos/lab/text.hpp"
#include "layers/make_norm.hpp"

namespace gg::lab {
namespace {

constexpr int kDraws = 3;

std::size_t last_channels(const ModelEntry& entry) {
  return entry.has_head() ? entry.convolutions.back().channels : entry.hidden.back();
}

// Numbers whose sizes lie at least 1 apart, so that no eps blurs what a normalizer makes of them.
Tensor spread_input(const Shape& shape, Random& random) {
  std::vector<Scalar> values(numel(shape));
  std::iota(values.begin(), values.end(), Scalar{1});
  random.shuffle(values);
  for (Scalar& value : values) value *= random.below(2) == 0 ? Scalar{1} : Scalar{-1};
  return {shape, values};
}

// The values that a fresh normalizer gives in training, to a thousandth, as soon as there are more than two.
// Nothing when it cannot be trained on so few.
std::optional<std::set<long>> values_given(const std::string& norm, const Shape& shape) {
  const NoGrad values_only;
  Random random(0);
  const ModulePtr layer = make_norm(norm, shape[1]);
  std::set<long> values;
  try {
    for (int draw = 0; draw < kDraws; ++draw) {
      for (Scalar value : (*layer)(spread_input(shape, random)).to_vector()) {
        values.insert(std::lround(1000 * static_cast<double>(value)));
        if (values.size() > 2) return values;
      }
    }
  } catch (const Error&) {
    return std::nullopt;
  }
  return values;
}

std::string number_text(long thousandths) { return text(static_cast<double>(thousandths) / 1000); }

// The normalizers that share a fate, by what is to be said of it.
class Fates {
 public:
  void add(const std::string& norm, const std::optional<std::set<long>>& values) {
    if (!values) {
      put(norm, " cannot be trained there.");
    } else if (values->size() == 1) {
      put(norm, " can give nothing but beta there, whatever the image.");
    } else if (values->size() == 2) {
      put(norm, " can give nothing but " + number_text(*values->begin()) + " and " +
                    number_text(*values->rbegin()) + " there (before gamma and beta).");
    }
  }

  std::string text() const {
    std::string out;
    for (const auto& [fate, norms] : all_) out += " " + list_text(norms) + fate;
    return out;
  }

 private:
  void put(const std::string& norm, const std::string& fate) {
    const auto same =
        std::find_if(all_.begin(), all_.end(), [&](const auto& one) { return one.first == fate; });
    if (same == all_.end()) {
      all_.push_back({fate, {norm}});
    } else {
      same->second.push_back(norm);
    }
  }

  std::vector<std::pair<std::string, std::vector<std::string>>> all_;
};

}  // namespace

std::string degeneracy_text(const ModelOptions& model, const std::vector<std::string>& norms,
                            const std::vector<std::size_t>& batches) {
  if (last_positions(model) > 1 || batches.empty()) return "";
  const ModelEntry& entry = model_entry(model.model);
  const auto shape = [&](std::size_t batch) {
    return entry.has_head() ? Shape{batch, last_channels(entry), 1, 1} : Shape{batch, last_channels(entry)};
  };
  Fates fates;
  for (const std::string& norm : norms) {
    if (norm == "none") continue;
    if (!norm_sees_batch(norm)) {
      fates.add(name_of_norm(norm), values_given(norm, shape(2)));
      continue;
    }
    for (std::size_t batch : batches)
      fates.add(name_of_norm(norm) + " at batch " + text(batch), values_given(norm, shape(batch)));
  }
  const std::string out = fates.text();
  return out.empty() ? "" : "The last normalizer of this net sees one position a channel." + out;
}

}  // namespace gg::lab
